import { expect, it } from 'vitest'
import { beginPush, endPush } from './paused-services'

const SECOND = 1000
const BUSY = 2 * SECOND

/** Returns a function that makes addresses of a new push service, all with the same host. */
const service = () => {
  const host = `${crypto.randomUUID()}.example.org`
  return (path = 'a') => `https://${host}/${path}`
}

/** Returns a new push service that has answered a request at time 0. */
function answering() {
  const endpoint = service()
  expect(beginPush(endpoint(), 0)).toBe(0)
  endPush(endpoint(), true, 0)
  return endpoint
}

it('pauses a push service that does not answer, longer each time, and lets one message probe it', () => {
  const slow = service()
  expect(beginPush(slow(), 0)).toBe(0)
  endPush(slow(), false, 0)
  expect(beginPush(slow('b'), 5 * SECOND)).toBe(10 * SECOND)
  expect(beginPush(slow(), 15 * SECOND)).toBe(0)
  expect(beginPush(slow('b'), 15 * SECOND)).toBe(10 * SECOND)
  endPush(slow(), false, 25 * SECOND)
  expect(beginPush(slow('b'), 25 * SECOND)).toBe(30 * SECOND)
  expect(beginPush(slow(), 60 * SECOND)).toBe(0)
  endPush(slow(), true, 60 * SECOND)
  for (const path of ['a', 'b']) expect(beginPush(slow(path), 60 * SECOND)).toBe(0)
  for (const path of ['a', 'b']) endPush(slow(path), true, 60 * SECOND)
})

it('lets at most three messages wait for services that have never answered, and sends to others meanwhile', () => {
  const known = answering()
  const unknown = Array.from({ length: 20 }, service)
  expect(unknown.map((endpoint) => beginPush(endpoint(), 0))).toEqual([0, 0, 0, ...Array(17).fill(BUSY)])
  for (const path of ['a', 'b', 'c']) expect(beginPush(known(path), 0)).toBe(0)
  for (const path of ['a', 'b', 'c']) endPush(known(path), true, 0)
  endPush(unknown[0]!(), true, SECOND)
  expect(beginPush(unknown[3]!(), SECOND)).toBe(0)
  for (const at of [1, 2, 3]) endPush(unknown[at]!(), false, SECOND)
})

it('counts a service that used to answer as uncertain once a request to it has waited for a second', () => {
  const [hanging, known] = [answering(), answering()]
  for (const path of ['a', 'b', 'c']) expect(beginPush(hanging(path), 0)).toBe(0)
  expect(beginPush(hanging('d'), 2 * SECOND)).toBe(BUSY)
  expect(beginPush(known(), 2 * SECOND)).toBe(0)
  for (const path of ['a', 'b', 'c']) endPush(hanging(path), null, 2 * SECOND)
  expect(beginPush(hanging('d'), 2 * SECOND)).toBe(0)
  endPush(hanging('d'), true, 2 * SECOND)
})
