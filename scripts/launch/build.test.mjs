import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { brotliDecompressSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { build } from './build.mjs'

let root
// Replaces `next build`: counts its runs, and empties the folder except for its cache, as Next does.
const builder = `
  const fs = require('node:fs')
  fs.appendFileSync('count', 'x')
  if (fs.existsSync('app/broken')) {
    fs.writeFileSync(process.env.NEXT_DIST_DIR + '/BUILD_ID', 'half')
    console.log('app/broken: no')
    process.exit(1)
  }
  for (const name of fs.readdirSync(process.env.NEXT_DIST_DIR)) {
    if (name !== 'cache') fs.rmSync(process.env.NEXT_DIST_DIR + '/' + name, { recursive: true })
  }
  if (fs.existsSync('edit')) fs.writeFileSync('app/page.tsx', 'edited while building')
  fs.mkdirSync(process.env.NEXT_DIST_DIR + '/static')
  fs.writeFileSync(process.env.NEXT_DIST_DIR + '/static/a.js', 'script')
  fs.writeFileSync(process.env.NEXT_DIST_DIR + '/BUILD_ID', process.env.NODE_ENV)
  if (!fs.existsSync('app/cut')) fs.writeFileSync(process.env.NEXT_DIST_DIR + '/export-marker.json', '{}')`
const run = (options) => build({ root, command: () => [process.execPath, '-e', builder], ...options })
const count = () => (existsSync(join(root, 'count')) ? readFileSync(join(root, 'count'), 'utf8').length : 0)
const write = (path, text) => writeFileSync(join(root, path), text)

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'kinday-build-'))
  mkdirSync(join(root, 'app', 'deep'), { recursive: true })
  write('app/page.tsx', 'page')
  write('app/deep/page.tsx', 'deep')
  write('tsconfig.json', '{"compilerOptions":{"strict":true},"include":[]}')
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

describe('build', () => {
  it('builds once', async () => {
    expect(await run()).toBe(true)
    expect(readFileSync(join(root, '.next', 'BUILD_ID'), 'utf8')).toBe('production')
    expect(await run()).toBe(false)
    expect(count()).toBe(1)
  })

  it('contains a Brotli copy of each script', async () => {
    await run()
    expect(String(brotliDecompressSync(readFileSync(join(root, '.next/static/a.js.br'))))).toBe('script')
  })

  it('does not rebuild when only file times changed', async () => {
    await run()
    utimesSync(join(root, 'app/deep/page.tsx'), 1000, 1000)
    const before = readFileSync(join(root, '.next', 'kinday-fingerprint'), 'utf8')
    expect(await run()).toBe(false)
    expect(readFileSync(join(root, '.next', 'kinday-fingerprint'), 'utf8')).not.toBe(before) // quick next time
    expect(await run()).toBe(false)
  })

  it.each([
    ['a file changes', () => write('app/deep/page.tsx', 'other')],
    ['a file changes but keeps its length', () => write('app/deep/page.tsx', 'DEEP')],
    ['a file is added', () => write('app/new.tsx', '')],
    ['a file is removed', () => rmSync(join(root, 'app/deep/page.tsx'))],
    ['the lock file changes', () => write('package-lock.json', '{}')],
    ['an option of the compiler changes', () => write('tsconfig.json', '{"compilerOptions":{}}')],
    ['the list of checked files changes', () => write('tsconfig.build.json', '{"include":[]}')],
    ['its result is gone', () => rmSync(join(root, '.next/BUILD_ID'))],
    ['its fingerprint was cut short', () => write('.next/kinday-fingerprint', '{"st')],
  ])('builds again when %s', async (_, change) => {
    await run()
    change()
    expect(await run()).toBe(true)
    expect(await run()).toBe(false)
  })

  it('does not rebuild when only tests and documentation changed', async () => {
    await run()
    write('README.md', 'x')
    write('app/page.test.tsx', 'x')
    write('app/deep/zone.test.temporal.ts', 'x')
    expect(await run()).toBe(false)
  })

  it('rebuilds when a source changed during the build', async () => {
    write('edit', '')
    expect(await run()).toBe(true)
    rmSync(join(root, 'edit'))
    expect(await run()).toBe(true)
    expect(await run()).toBe(false)
  })

  it('reports a failed build and retries it', async () => {
    await run()
    write('app/broken', '')
    await expect(run()).rejects.toMatchObject({
      name: 'Refusal',
      message: expect.stringContaining('could not be built'),
    })
    rmSync(join(root, 'app/broken'))
    expect(await run()).toBe(true) // the sources are the same as before, but the old build is gone
  })

  it('fails when next build exits with 0 before it has finished', async () => {
    await run()
    write('app/cut', '')
    await expect(run()).rejects.toMatchObject({ message: expect.stringContaining('could not be built') })
    rmSync(join(root, 'app/cut'))
    expect(await run()).toBe(true)
  })

  it('builds once for two concurrent starts, and separately for another folder', async () => {
    const results = await Promise.all([run(), run()])
    expect(results.sort()).toEqual([false, true])
    expect(count()).toBe(1)
    expect(await run({ distDir: '.next-test' })).toBe(true)
    expect(existsSync(join(root, '.next-test', 'BUILD_ID'))).toBe(true)
  })
})
