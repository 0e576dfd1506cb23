# redis-cli, started anew for each command. See loop.mjs for what is done.
ending=
trap 'ending=1' TERM
export REDISCLI_AUTH="$REDIS_PASSWORD"

complaints=$(mktemp)

# Prints $1 and the answer to the command after it, or what went wrong. One that is cut off while it signs in complains, connects again by
# itself and answers.
ask() {
  word=$1
  shift
  if answer=$(redis-cli -e -h "$REDIS_HOST" "$@" 2>"$complaints"); then
    echo "$word $answer"
  else
    echo fail $answer $(cat "$complaints")
  fi
  sleep 0.01
}

n=0
while [ -z "$ending" ]; do
  n=$((n + 1))
  ask "set $n" SET "$PREFIX:$n" "$n"
  ask incr INCR "$PREFIX:count"
  ask "get $n" GET "$PREFIX:$n"
  ask count GET "$PREFIX:count"
done
