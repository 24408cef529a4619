import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterEach, beforeEach, expect, it } from 'vitest'

let root
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'kinday-shutdown-'))
  const module = new URL('shutdown.mjs', import.meta.url).href
  writeFileSync(
    join(root, 'app.mjs'),
    `import { runUntilStopped } from ${JSON.stringify(module)}
    await runUntilStopped(async (onClose) => {
      onClose(() => console.log('closed'))
      console.log('open')
      setInterval(() => {}, 1000)
    })`,
  )
  const scripts = { start: `exec ${process.execPath} app.mjs` }
  writeFileSync(join(root, 'package.json'), JSON.stringify({ name: 'app', version: '1.0.0', scripts }))
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

it.each(['SIGTERM', 'SIGKILL'])('closes the program when npm is ended by %s', async (signal) => {
  const npm = spawn('npm', ['start'], { cwd: root, stdio: ['ignore', 'pipe', 'ignore'] })
  const lines = createInterface({ input: npm.stdout })[Symbol.asyncIterator]()
  const prints = async (text) => {
    for (;;) {
      const { value, done } = await lines.next()
      if (done || value === text) return !done
    }
  }
  expect(await prints('open')).toBe(true)
  npm.kill(signal)
  expect(await prints('closed')).toBe(true)
})
