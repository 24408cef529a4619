import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { completeLinks, findBinaries } from './postgres-binaries.mjs'

let home
beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'kinday-binaries-'))
})
afterAll(() => rmSync(home, { recursive: true, force: true }))

describe('the binaries', () => {
  it('finds the binaries of this platform', () => {
    const { postgres: program, major } = findBinaries()
    expect(statSync(program).mode & 0o100).toBe(0o100)
    expect(Number(major)).toBeGreaterThanOrEqual(18)
  })

  it.each([
    ['win32', 'start Kinday inside WSL'],
    ['freebsd', 'set DATABASE_URL'],
  ])('reports missing binaries on %s', (platform, hint) => {
    expect(() => findBinaries({ platform, arch: 'x64' })).toThrow(hint)
  })

  it('creates symlinks that the install script did not create', () => {
    const root = join(home, 'package')
    mkdirSync(join(root, 'native', 'lib'), { recursive: true })
    writeFileSync(join(root, 'native', 'lib', 'liba.so.5.1'), 'library')
    const links = ['liba.so', 'liba.so.5'].map((name) => ({
      source: 'native/lib/liba.so.5.1',
      target: `native/lib/${name}`,
    }))
    writeFileSync(join(root, 'native', 'pg-symlinks.json'), JSON.stringify(links))
    completeLinks(root)
    completeLinks(root)
    expect(readFileSync(join(root, 'native', 'lib', 'liba.so.5'), 'utf8')).toBe('library')
  })
})
