import { existsSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { withLock } from './lock.mjs'
import { birthOf } from './processes.mjs'

let folder
let path
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kinday-lock-'))
  path = join(folder, 'lock')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

describe('lock', () => {
  it('runs the work of one holder at a time', async () => {
    let inside = 0
    let maxInside = 0
    const work = async () => {
      maxInside = Math.max(maxInside, ++inside)
      await sleep(5)
      inside--
    }
    await Promise.all([1, 2, 3, 4].map(() => withLock(path, work)))
    expect(maxInside).toBe(1)
    expect(existsSync(path)).toBe(false)
  })

  it('releases the lock when the work fails', async () => {
    await expect(withLock(path, () => Promise.reject(new Error('no')))).rejects.toThrow('no')
    expect(await withLock(path, async () => 7)).toBe(7)
  })

  it('takes over the lock of a process that has ended, also if its id was reused or the file is empty', async () => {
    writeFileSync(path, '999999999 5')
    expect(await withLock(path, async () => 1)).toBe(1)
    writeFileSync(path, `${process.ppid} 5`)
    expect(await withLock(path, async () => 2)).toBe(2)
    writeFileSync(path, '')
    utimesSync(path, 1000, 1000)
    expect(await withLock(path, async () => 3)).toBe(3)
  })

  it('waits for a running process', async () => {
    writeFileSync(path, `${process.ppid} ${birthOf(process.ppid)}`)
    const result = withLock(
      path,
      async () => 'in',
      () => rmSync(path),
    )
    expect(await result).toBe('in') // because `waiting` was called and released the lock
  })
})
