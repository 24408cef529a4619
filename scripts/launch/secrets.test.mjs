import { spawn } from 'node:child_process'
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { loadSettings } from './settings.mjs'

let root
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'kinday-settings-'))
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

const load = (env = {}) => {
  loadSettings({ root, env })
  return env
}

function refusal(act) {
  try {
    act()
  } catch (error) {
    expect(error.name).toBe('Refusal')
    return error.message
  }
  throw new Error('It was not refused.')
}

describe('secrets', () => {
  it('creates secrets once, readable by the owner only', () => {
    const first = load()
    const path = join(root, '.data', 'secrets.json')
    const text = readFileSync(path, 'utf8')
    expect(statSync(path).mode & 0o777).toBe(0o600)
    expect(statSync(join(root, '.data')).mode & 0o777).toBe(0o700)
    const second = load()
    for (const name of ['AUTH_SECRET', 'ENCRYPTION_KEY', 'PUSHER_SECRET'])
      expect(second[name]).toBe(first[name])
    expect(readFileSync(path, 'utf8')).toBe(text)
    expect(readdirSync(join(root, '.data'))).toEqual(['secrets.json'])
  })

  it('creates different secrets for each installation', () => {
    const other = {}
    loadSettings({ root, dataDir: 'other', env: other })
    expect(other.AUTH_SECRET).not.toBe(load().AUTH_SECRET)
  })

  it('restores the file permissions of secrets', () => {
    load()
    chmodSync(join(root, '.data'), 0o755)
    chmodSync(join(root, '.data', 'secrets.json'), 0o644)
    load()
    expect(statSync(join(root, '.data')).mode & 0o777).toBe(0o700)
    expect(statSync(join(root, '.data', 'secrets.json')).mode & 0o777).toBe(0o600)
  })

  it('adds new secrets and keeps existing ones', () => {
    mkdirSync(join(root, '.data'))
    writeFileSync(join(root, '.data', 'secrets.json'), '{"AUTH_SECRET":"old","later":1}')
    const env = load()
    expect(env.AUTH_SECRET).toBe('old')
    const stored = JSON.parse(readFileSync(join(root, '.data', 'secrets.json'), 'utf8'))
    expect(stored).toMatchObject({ AUTH_SECRET: 'old', later: 1, ENCRYPTION_KEY: env.ENCRYPTION_KEY })
  })

  it('does not replace secrets if the file cannot be read', () => {
    mkdirSync(join(root, '.data'))
    writeFileSync(join(root, '.data', 'secrets.json'), '{"AUTH_SEC')
    expect(refusal(load)).toContain('is not readable as JSON')
    expect(readFileSync(join(root, '.data', 'secrets.json'), 'utf8')).toBe('{"AUTH_SEC')
  })

  it('uses the same secrets for concurrent starts', async () => {
    const module = new URL('settings.mjs', import.meta.url).href
    // All processes load the settings at the same moment, when the last of them is ready.
    const code = `
      const { loadSettings } = await import(${JSON.stringify(module)})
      console.log('ready')
      process.stdin.once('data', () => {
        const env = {}
        const { password } = loadSettings({ root: ${JSON.stringify(root)}, env })
        console.log(env.AUTH_SECRET + password)
        process.stdin.destroy()
      })`
    const starts = Array.from({ length: 4 }, () => {
      const started = spawn(process.execPath, ['--input-type=module', '-e', code])
      return { stdin: started.stdin, lines: createInterface(started.stdout)[Symbol.asyncIterator]() }
    })
    const nextLines = () => Promise.all(starts.map(async ({ lines }) => (await lines.next()).value))
    expect(await nextLines()).toEqual(['ready', 'ready', 'ready', 'ready'])
    for (const { stdin } of starts) stdin.write('go')
    const all = await nextLines()
    expect(all[0].length).toBeGreaterThan(40)
    expect(new Set(all).size).toBe(1)
  })
})
