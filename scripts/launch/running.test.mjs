import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { publishToRunningServer, recordRunningServer } from './running.mjs'

let folder
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kinday-running-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const server = { PUSHER_EMBEDDED: '1', PUSHER_HOST: '127.0.0.1', PUSHER_PORT: '3470' }
const shell = (overrides = {}) => ({
  PUSHER_EMBEDDED: '1',
  PUSHER_HOST: 'localhost',
  PUSHER_PORT: '3000',
  ...overrides,
})
const addressSeenBy = (env) => {
  publishToRunningServer(folder, env)
  return `${env.PUSHER_HOST}:${env.PUSHER_PORT}`
}

it('lets other processes find the running server until it ends', () => {
  expect(addressSeenBy(shell())).toBe('localhost:3000')
  const deleteRecord = recordRunningServer(folder, server)
  expect(addressSeenBy(shell())).toBe('127.0.0.1:3470')
  expect(addressSeenBy(shell({ PUSHER_EMBEDDED: undefined }))).toBe('localhost:3000')
  deleteRecord()
  expect(addressSeenBy(shell())).toBe('localhost:3000')
  expect(readdirSync(folder)).toEqual([])
})

it('ignores the record of a killed server', () => {
  recordRunningServer(folder, server)
  const file = join(folder, 'running.json')
  writeFileSync(file, JSON.stringify({ ...JSON.parse(readFileSync(file, 'utf8')), birth: 'another' }))
  expect(addressSeenBy(shell())).toBe('localhost:3000')
})

it('keeps the record of the other server when one of two ends', () => {
  const deleteRecord = recordRunningServer(folder, server)
  recordRunningServer(folder, { ...server, PUSHER_PORT: '3471' })
  deleteRecord()
  expect(addressSeenBy(shell())).toBe('127.0.0.1:3471')
})
