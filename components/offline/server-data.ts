import { hashKey, type QueryKey } from '@tanstack/react-query'

/** Responses as the server sent them, by the hash of their query key: without changes that wait in the outbox. */
const responses = new Map<string, unknown>()

/** Times at which the responses that come from the storage were loaded from the server, in epoch milliseconds. */
const storedTimes = new Map<string, number>()

/** `storedAt`: when it was loaded, if it comes from the storage. */
export function setServerData(key: QueryKey, data: unknown, storedAt?: number): void {
  const hash = hashKey(key)
  responses.set(hash, data)
  if (storedAt === undefined) storedTimes.delete(hash)
  else storedTimes.set(hash, storedAt)
}

/** Returns when a response was loaded that comes from the storage. */
export function storedTime(key: QueryKey): number | undefined {
  return storedTimes.get(hashKey(key))
}

export function serverData<T>(key: QueryKey): T | undefined {
  return responses.get(hashKey(key)) as T | undefined
}
