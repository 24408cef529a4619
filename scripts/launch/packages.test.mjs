import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { installPackages } from './packages.mjs'

let root
let calls
const platformPackage = `@db/${process.platform}-${process.arch}`

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'kinday-packages-'))
  calls = []
  const manifest = {
    dependencies: { app: '1.0.0' },
    devDependencies: { '@x/tool': '2.0.0' },
    optionalDependencies: { [platformPackage]: '3.0.0', '@db/amiga-m68k': '3.0.0' },
  }
  writeFileSync(join(root, 'package.json'), JSON.stringify(manifest))
  writeFileSync(join(root, 'package-lock.json'), 'lock 1')
})
afterEach(() => {
  rmSync(root, { recursive: true, force: true })
  vi.useRealTimers()
  vi.restoreAllMocks()
})

const writePackage = (name, version) => {
  mkdirSync(join(root, 'node_modules', name), { recursive: true })
  writeFileSync(join(root, 'node_modules', name, 'package.json'), JSON.stringify({ version }))
}
const putApp = () => [writePackage('app', '1.0.0'), writePackage(platformPackage, '3.0.0')]
const npm = async (args) => {
  calls.push(args.join(' '))
  putApp()
  if (args.includes('--include=dev')) writePackage('@x/tool', '2.0.0')
  return { code: 0 }
}
const install = (options) => installPackages({ root, npm, ...options })

describe('packages', () => {
  it('installs missing packages once', async () => {
    expect(await install()).toBe(true)
    expect(calls).toEqual(['install --no-audit --no-fund --omit=dev'])
    expect(await install()).toBe(false)
    expect(calls).toHaveLength(1)
  })

  it('installs development packages on request', async () => {
    await install()
    expect(await install({ dev: true })).toBe(true)
    expect(calls[1]).toBe('install --no-audit --no-fund --include=dev')
    expect(await install({ dev: true })).toBe(false)
    expect(await install()).toBe(false)
  })

  it('reinstalls when the lock file changes and keeps development packages', async () => {
    await install({ dev: true })
    writeFileSync(join(root, 'package-lock.json'), 'lock 2')
    expect(await install()).toBe(true)
    expect(calls[1]).toBe('install --no-audit --no-fund --include=dev')
  })

  it('accepts the result of npm install', async () => {
    putApp()
    expect(await install()).toBe(false)
    expect(existsSync(join(root, 'node_modules', '.kinday-lock'))).toBe(true)
    expect(await install({ dev: true })).toBe(true) // the tool is missing
  })

  it.each([
    ['app', '0.9.0'],
    [platformPackage, '2.0.0'],
  ])('installs packages when %s has another version', async (name, version) => {
    putApp()
    writePackage(name, version)
    expect(await install()).toBe(true)
  })

  it('accepts a lock file that npm completed', async () => {
    const completing = async (args) => {
      writeFileSync(join(root, 'package-lock.json'), 'lock 1, complete')
      return npm(args)
    }
    expect(await install({ npm: completing })).toBe(true)
    expect(await install()).toBe(false)
  })

  it('installs once for two concurrent starts', async () => {
    let running = 0
    const slow = async (args) => {
      expect(++running).toBe(1)
      await sleep(100)
      running--
      return npm(args)
    }
    expect((await Promise.all([install({ npm: slow }), install({ npm: slow })])).sort()).toEqual([
      false,
      true,
    ])
    expect(calls).toHaveLength(1)
    expect(existsSync(join(root, 'node_modules', '.kinday-installing'))).toBe(false)
  })

  it.each([
    ['repeats every 20 s without a terminal', false, ['(20 s)…', '(40 s)…']],
    ['does not repeat on a terminal, where npm shows progress,', true, []],
  ])('%s that packages are being installed', async (_, isTerminal, times) => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'Date'] })
    const log = vi.spyOn(console, 'log').mockReturnValue()
    const slow = async (args) => {
      vi.advanceTimersByTime(45_000)
      return npm(args)
    }
    expect(await install({ npm: slow, isTerminal })).toBe(true)
    vi.advanceTimersByTime(45_000)
    const reports = log.mock.calls.flat().filter((line) => line.startsWith('Still'))
    expect(reports).toEqual(times.map((time) => `Still installing packages ${time}`))
  })

  it('reports in a sentence that node_modules cannot be created', async () => {
    writeFileSync(join(root, 'node_modules'), 'a file')
    await expect(install()).rejects.toMatchObject({
      name: 'Refusal',
      message: expect.stringContaining(join(root, 'node_modules')),
    })
  })

  it('leaves no stamp when npm fails', async () => {
    const failing = async () => ({ code: 1 })
    await expect(install({ npm: failing })).rejects.toMatchObject({
      name: 'Refusal',
      message: expect.stringContaining('could not be installed'),
    })
    expect(await install()).toBe(true)
    expect(readFileSync(join(root, 'node_modules', '.kinday-lock'), 'utf8')).toMatch(/^[0-9a-f]{64} app$/)
  })
})
