import { hashKey, type QueryKey } from '@tanstack/react-query'

/** Responses as the server sent them, by the hash of their query key: without changes that wait in the outbox. */
const responses = new Map<string, unknown>()

export function setServerData(key: QueryKey, data: unknown): void {
  responses.set(hashKey(key), data)
}

export function serverData<T>(key: QueryKey): T | undefined {
  return responses.get(hashKey(key)) as T | undefined
}
