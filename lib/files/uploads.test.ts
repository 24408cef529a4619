import { tmpdir } from 'node:os'
import { expect, it } from 'vitest'
import { AppError } from '@/lib/errors'
import { createUploads } from './uploads'

async function* zeros(size = 1) {
  yield new Uint8Array(size)
}

function deferred<T>() {
  let resolve: (value: T) => void = () => {}
  const promise = new Promise<T>((settle) => {
    resolve = settle
  })
  return { promise, resolve }
}

/** Creates an upload that stays incomplete until `end`. `started` resolves once its first bytes are counted. */
function trickling(size = 1) {
  const start = deferred<void>()
  const released = deferred<void>()
  async function* bytes() {
    yield new Uint8Array(size)
    start.resolve()
    await released.promise
  }
  return { bytes: bytes(), started: start.promise, end: released.resolve }
}

const read = async () => 'read'

it('processes an upload while many others are still arriving', async () => {
  const receive = createUploads({ maxProcessing: 2 })
  const others = Array.from({ length: 40 }, (_, n) => {
    const { bytes, end } = trickling()
    return { end, done: receive(`user ${n % 10}`, bytes, tmpdir(), read) }
  })
  expect(await receive('ann', zeros(), tmpdir(), read)).toBe('read')
  // At most two users are processed at a time, so the others wait.
  for (const { end, done } of others) {
    end()
    expect(await done).toBe('read')
  }
})

it('refuses a fifth concurrent upload of a user and accepts it later', async () => {
  const receive = createUploads()
  const four = Array.from({ length: 4 }, trickling)
  const done = four.map(({ bytes }) => receive('ann', bytes, tmpdir(), read))
  await expect(receive('ann', zeros(), tmpdir(), read)).rejects.toThrow(new AppError('TOO_MANY'))
  for (const { end } of four) end()
  expect(await Promise.all(done)).toEqual(Array(4).fill('read'))
  expect(await receive('ann', zeros(), tmpdir(), read)).toBe('read')
})

it('processes the uploads of a user in sequence, also after a failure', async () => {
  const receive = createUploads()
  let running = 0
  const work = async () => {
    expect(++running).toBe(1)
    await new Promise((resolve) => setTimeout(resolve, 5))
    running--
    throw new AppError('INVALID')
  }
  const outcomes = await Promise.allSettled(
    Array.from({ length: 4 }, () => receive('ann', zeros(), tmpdir(), work)),
  )
  const reasons = outcomes.map((outcome) => outcome.status === 'rejected' && outcome.reason)
  expect(reasons).toEqual(Array(4).fill(new AppError('INVALID')))
})

it('counts a user with several uploads once towards the limit of users in processing', async () => {
  const receive = createUploads({ maxProcessing: 2 })
  const { promise, resolve } = deferred<string>()
  let started = 0
  const work = () => {
    started++
    return promise
  }
  const ann = Array.from({ length: 4 }, () => receive('ann', zeros(), tmpdir(), work))
  const ben = receive('ben', zeros(), tmpdir(), work)
  await expect.poll(() => started).toBe(2)
  await expect(receive('cy', zeros(), tmpdir(), work)).rejects.toThrow(new AppError('UNAVAILABLE'))
  resolve('read')
  expect(await Promise.all([...ann, ben])).toEqual(Array(5).fill('read'))
})

it('refuses uploads beyond the total space only to users who exceed their share', async () => {
  const receive = createUploads({ maxBytes: 100 })
  const large = trickling(80)
  const done = receive('ann', large.bytes, tmpdir(), read)
  await large.started
  await expect(receive('ann', zeros(30), tmpdir(), read)).rejects.toThrow(new AppError('UNAVAILABLE'))
  expect(await receive('ben', zeros(50), tmpdir(), read)).toBe('read')
  await expect(receive('ben', zeros(51), tmpdir(), read)).rejects.toThrow(new AppError('UNAVAILABLE'))
  large.end()
  await done
  expect(await receive('ann', zeros(100), tmpdir(), read)).toBe('read')
})
