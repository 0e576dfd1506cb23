# The redis gem with one client that stays: "stays" as it is without options, "retries" with the settings of docs/clients.md.
# See loop.mjs for what is done.
require "redis"

$stdout.sync = true
prefix = ENV.fetch("PREFIX")
ending = false
trap("TERM") { ending = true }
settings = ARGV[0] == "retries" ? { reconnect_attempts: [0, 0.05, 0.1, 0.2, 0.4] } : {}
redis = Redis.new(host: ENV.fetch("REDIS_HOST"), password: ENV.fetch("REDIS_PASSWORD"), **settings)

attempt = lambda do |&work|
  work.call
rescue StandardError => e
  puts "fail #{e.class} #{e.message.tr("\n", " ")}"
ensure
  sleep 0.005
end

n = 0
until ending
  n += 1
  attempt.call do
    redis.set("#{prefix}:#{n}", n)
    puts "set #{n}"
    puts "incr #{redis.incr("#{prefix}:count")}"
  end
  attempt.call do
    puts "get #{n} #{redis.get("#{prefix}:#{n}") || "nil"}"
    puts "count #{redis.get("#{prefix}:count") || "nil"}"
  end
end
