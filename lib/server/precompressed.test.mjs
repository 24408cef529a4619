import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, get } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { compressStatic } from '../../scripts/launch/compress.mjs'
import { acceptsBrotli, createPrecompressed } from './precompressed.mjs'

const SCRIPT = 'export const many = [1, 2, 3]\n'.repeat(200)
// `fetch` sends Accept-Encoding with Brotli only over https.
const BROTLI = { 'accept-encoding': 'gzip, br' }
let folder
let server

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'kinday-static-'))
  mkdirSync(join(folder, 'static', 'chunks'), { recursive: true })
  writeFileSync(join(folder, 'static', 'chunks', 'a.js'), SCRIPT)
  writeFileSync(join(folder, 'static', 'chunks', 'a.txt'), SCRIPT)
  await compressStatic(folder)
  writeFileSync(join(folder, 'static', 'chunks', 'late.js'), SCRIPT)
  const serve = createPrecompressed(folder)
  server = createServer((req, res) => serve(req, res) || res.end('next'))
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
})
afterAll(() => {
  server.close()
  rmSync(folder, { recursive: true, force: true })
})

describe('precompressed scripts', () => {
  it('sends scripts with Brotli to clients that accept it', async () => {
    const response = await fetch(`${address()}/_next/static/chunks/a.js?v=1`, { headers: BROTLI })
    expect(await response.text()).toBe(SCRIPT)
    expect(response.headers.get('content-encoding')).toBe('br')
    expect(response.headers.get('content-type')).toBe('application/javascript; charset=UTF-8')
    expect(response.headers.get('cache-control')).toBe('public, max-age=31536000, immutable')
    expect(response.headers.get('vary')).toBe('Accept-Encoding')
    expect(Number(response.headers.get('content-length'))).toBeLessThan(200)
  })

  it('answers HEAD without a body', async () => {
    const response = await fetch(`${address()}/_next/static/chunks/a.js`, { method: 'HEAD', headers: BROTLI })
    expect(response.headers.get('content-encoding')).toBe('br')
    expect(await response.text()).toBe('')
  })

  it('leaves clients without Brotli to Next', async () => {
    expect(await textFor('/_next/static/chunks/a.js', 'gzip, deflate')).toBe('next')
  })

  it.each([
    '/_next/static/chunks/a.txt',
    '/_next/static/chunks/late.js',
    '/_next/static/chunks/missing.js',
    '/_next/static/chunks/../../static/chunks/a.js',
    '/chunks/a.js',
  ])('leaves %s to Next', async (path) => {
    expect(await textFor(path, 'br')).toBe('next')
  })

  it('leaves everything to Next when the build has no static files', () => {
    expect(createPrecompressed(join(folder, 'none'))({ url: '/_next/static/a.js', method: 'GET' })).toBe(
      false,
    )
  })
})

describe('acceptsBrotli', () => {
  it.each([
    ['gzip, deflate, br, zstd', true],
    ['BR;q=0.5', true],
    ['br;q=0', false],
    ['br; q=0.000, gzip', false],
    ['gzip', false],
    [undefined, false],
  ])('reads the header Accept-Encoding: %s', (header, expected) => {
    expect(acceptsBrotli(header)).toBe(expected)
  })
})

const address = () => `http://127.0.0.1:${server.address().port}`

/** Sends the path unchanged: `fetch` would resolve its dots. */
function textFor(path, encoding) {
  const { port } = server.address()
  return new Promise((resolve, reject) => {
    get({ port, path, headers: { 'accept-encoding': encoding } }, async (response) => {
      let text = ''
      for await (const chunk of response) text += chunk
      resolve(text)
    }).on('error', reject)
  })
}
