import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { inlineScriptHashes } from './build-files.mjs'
import { createWorkerScript } from './worker-script.mjs'

let dir

beforeAll(() => {
  dir = mkdtempSync(path.join(tmpdir(), 'kinday-worker-'))
  mkdirSync(path.join(dir, 'public'))
  mkdirSync(path.join(dir, '.next', 'server', 'app'), { recursive: true })
  writeFileSync(path.join(dir, 'public', 'sw.js'), 'work()')
  writeFileSync(path.join(dir, '.next', 'BUILD_ID'), 'b1\n')
  const page =
    '<script src="/a.js"></script><script>go()</script><script id="x">\n1</script><script>go()</script>'
  writeFileSync(path.join(dir, '.next', 'server', 'app', 'offline.html'), page)
})
afterAll(() => rmSync(dir, { recursive: true }))

function answerOf(serve, url, method = 'GET') {
  const answer = {}
  const res = {
    writeHead: (status, headers) => Object.assign(answer, { status, headers }),
    end: (body) => Object.assign(answer, { text: body?.toString() }),
  }
  return serve({ url, method }, res) ? answer : null
}

it('serves the service worker with the id of the build and without caching', () => {
  const serve = createWorkerScript(dir, path.join(dir, '.next'))
  const { status, headers, text } = answerOf(serve, '/sw.js?x')
  expect(status).toBe(200)
  expect(text).toBe('self.KINDAY_BUILD = "b1"\nwork()')
  expect(headers).toMatchObject({ 'cache-control': 'no-cache', 'content-length': text.length })
  expect(answerOf(serve, '/sw.js', 'HEAD').text).toBeUndefined()
  expect(answerOf(serve, '/sw.js', 'POST')).toBeNull()
  expect(answerOf(serve, '/other.js')).toBeNull()
})

it('leaves the service worker to Next without a build', () => {
  expect(answerOf(createWorkerScript(dir, path.join(dir, '.none')), '/sw.js')).toBeNull()
})

it('returns the hash of each inline script of a rendered page, and null without the page', () => {
  const folder = path.join(dir, '.next')
  expect(inlineScriptHashes(folder, 'offline')).toEqual([
    expect.stringMatching(/^'sha256-[\w+/]{43}='$/),
    expect.stringMatching(/^'sha256-[\w+/]{43}='$/),
  ])
  expect(inlineScriptHashes(folder, 'other')).toBeNull()
})
