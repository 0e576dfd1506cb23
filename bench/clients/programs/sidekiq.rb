# Sidekiq: this program pushes jobs, and starts the worker (itself, read by `sidekiq`) that does them. A pushed job is acknowledged;
# its key is there once it is done.
require "sidekiq"
require "sidekiq/api"

$stdout.sync = true
PREFIX = ENV.fetch("PREFIX")
QUEUE = PREFIX.tr(":", "-")
Sidekiq.default_configuration.logger = Logger.new($stderr, level: Logger::ERROR)
Sidekiq.configure_server { |config| config.average_scheduled_poll_interval = 1 }

class Count
  include Sidekiq::Job
  sidekiq_options queue: QUEUE
  # A job that a closed connection ended is done again soon, not after the half minute of the default.
  sidekiq_retry_in { 1 }

  def perform(number)
    Sidekiq.redis { |redis| redis.call("SET", "#{PREFIX}:#{number}", number) }
    puts "done #{number}"
  end
end

unless Sidekiq.server?
  ending = false
  trap("TERM") { ending = true }
  worker = Process.spawn("sidekiq", "-r", File.expand_path(__FILE__), "-q", QUEUE, "-c", "1")
  n = 0
  until ending
    n += 1
    begin
      Count.perform_async(n)
      puts "set #{n}"
    rescue StandardError => e
      puts "fail #{e.class} #{e.message.tr("\n", " ")}"
    end
    sleep 0.02
  end
  sleep 0.05 until [Sidekiq::Queue.new(QUEUE), Sidekiq::RetrySet.new].all? { |jobs| jobs.size.zero? }
  Process.kill("TERM", worker)
  Process.wait(worker)
end
