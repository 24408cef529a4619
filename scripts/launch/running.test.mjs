import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { meetRunning, noteRunning } from './running.mjs'

let folder
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kinday-running-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const server = { PUSHER_EMBEDDED: '1', PUSHER_HOST: '127.0.0.1', PUSHER_PORT: '3470' }
const shell = (more = {}) => ({
  PUSHER_EMBEDDED: '1',
  PUSHER_HOST: 'localhost',
  PUSHER_PORT: '3000',
  ...more,
})
const met = (env) => {
  meetRunning(folder, env)
  return `${env.PUSHER_HOST}:${env.PUSHER_PORT}`
}

it('lets other processes find the running server until it ends', () => {
  expect(met(shell())).toBe('localhost:3000')
  const forget = noteRunning(folder, server)
  expect(met(shell())).toBe('127.0.0.1:3470')
  expect(met(shell({ PUSHER_EMBEDDED: undefined }))).toBe('localhost:3000')
  forget()
  expect(met(shell())).toBe('localhost:3000')
  expect(readdirSync(folder)).toEqual([])
})

it('ignores the note of a killed server', () => {
  noteRunning(folder, server)
  const file = join(folder, 'running.json')
  writeFileSync(file, JSON.stringify({ ...JSON.parse(readFileSync(file, 'utf8')), birth: 'another' }))
  expect(met(shell())).toBe('localhost:3000')
})

it('keeps the note of the other server when one of two ends', () => {
  const forget = noteRunning(folder, server)
  noteRunning(folder, { ...server, PUSHER_PORT: '3471' })
  forget()
  expect(met(shell())).toBe('127.0.0.1:3471')
})
