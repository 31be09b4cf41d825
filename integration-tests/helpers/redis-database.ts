import Redis from "ioredis"

export type RedisDatabase = {
  url: string
  /** Empties it, and lets others have it. */
  release(): Promise<void>
}

/**
 * Takes a database if it is empty, or was taken an hour ago by a run that was killed. In one script, so that of two
 * runs only one gets it.
 */
const CLAIM = `
  local now = tonumber(redis.call("TIME")[1])
  local claimed_at = redis.call("GET", KEYS[1])
  if claimed_at and now - tonumber(claimed_at) > 3600 then
    redis.call("FLUSHDB")
  end
  if redis.call("DBSIZE") > 0 then
    return 0
  end
  redis.call("SET", KEYS[1], now)
  return 1`

/** As many as a Redis has by default. */
const DATABASES = 16

/**
 * Claims an empty database of a Redis server, so that a test run disturbs nobody who uses the server, nor another run.
 *
 * @throws where none is empty
 */
export async function claimRedisDatabase(serverUrl: string): Promise<RedisDatabase> {
  const redis = new Redis(serverUrl, { lazyConnect: true, maxRetriesPerRequest: 1 })
  try {
    await redis.connect()
    // From the end: the first ones are what people use without a thought.
    for (let number = DATABASES - 1; number > 0; number--) {
      await redis.select(number)
      if (await redis.eval(CLAIM, 1, "user-lifecycle-tests")) {
        const url = new URL(serverUrl)
        url.pathname = `/${number}`
        return {
          url: url.href,
          release: async () => {
            await redis.flushdb()
            redis.disconnect()
          },
        }
      }
    }
    throw new Error(`No database of the Redis at ${new URL(serverUrl).host} is empty`)
  } catch (error) {
    redis.disconnect()
    throw error
  }
}
