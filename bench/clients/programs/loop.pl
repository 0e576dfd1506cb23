# Redis of Perl with one client that stays and its option `reconnect`. See loop.mjs for what is done.
use strict;
use warnings;
use Redis;
use Time::HiRes qw(usleep);

$| = 1;
my $prefix = $ENV{PREFIX};
my $ending = 0;
$SIG{TERM} = sub { $ending = 1 };
my $redis = Redis->new(server => "$ENV{REDIS_HOST}:6379", password => $ENV{REDIS_PASSWORD}, reconnect => 5, every => 20_000);

sub attempt {
    my ($work) = @_;
    eval { $work->(); 1 } or do { (my $error = $@) =~ tr/\n/ /; print "fail $error\n" };
    usleep(5_000);
}

for (my $n = 1; !$ending; $n++) {
    attempt(sub {
        $redis->set("$prefix:$n", $n);
        print "set $n\n";
        print "incr ", $redis->incr("$prefix:count"), "\n";
    });
    attempt(sub {
        print "get $n ", $redis->get("$prefix:$n") // "nil", "\n";
        print "count ", $redis->get("$prefix:count") // "nil", "\n";
    });
}
