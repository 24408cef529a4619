import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { existsSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'

/**
 * Tests a fresh clone like its first user: installs and builds with `npm start`, signs up, restarts, signs in. Leaves
 * it built and stopped.
 * @param {import('./fresh-clone.mjs').FreshClone} clone
 * @returns {Promise<import('./checks.mjs').Tally>} each step as a test
 */
export async function tryFreshClone(clone) {
  const tally = { passed: 0, failed: 0, skipped: 0, failures: [] }
  const account = { name: 'Anna', email: `${randomUUID()}@example.org`, password: randomUUID() }
  for (const [name, step] of STEPS) {
    try {
      await step(clone, account)
      tally.passed++
    } catch (error) {
      console.error(error)
      tally.failed++
      tally.failures.push(`Fresh clone › ${name}: ${error.message.split('\n', 1)[0]}`)
      break // each step needs those before it
    }
  }
  return tally
}

const STEPS = [
  ['installs, builds and serves sign-up, then stops at SIGTERM', installsAndSignsUp],
  ['starts again without installing or building, and the account signs in', startsAgain],
  ['has no development packages', hasNoTools],
  ['changes no file that git tracks', changesNothing],
]

async function installsAndSignsUp(clone, account) {
  const app = await clone.start()
  try {
    const session = await submitForm(clone, app.url, 'sign-up', 'signUp', account)
    assert.equal(await statusOf(app.url, session), 200)
    assert.notEqual(await statusOf(app.url, ''), 200, 'settings are shown to a signed-out caller')
  } finally {
    assert.equal(await app.stop(), 0, 'exit code of npm start after SIGTERM')
  }
}

async function startsAgain(clone, { email, password }) {
  const modifiedAt = () =>
    ['node_modules/.package-lock.json', '.next/BUILD_ID'].map(
      (file) => statSync(join(clone.root, file)).mtimeMs,
    )
  const before = modifiedAt()
  const app = await clone.start()
  try {
    assert.deepEqual(modifiedAt(), before, 'packages or build were made again')
    const session = await submitForm(clone, app.url, 'sign-in', 'signIn', { email, password })
    assert.equal(await statusOf(app.url, session), 200)
  } finally {
    assert.equal(await app.stop(), 0, 'exit code of npm start after SIGTERM')
  }
}

function hasNoTools({ root }) {
  const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'))
  const tools = Object.entries(packages).filter(([path, { dev }]) => dev && existsSync(join(root, path)))
  assert.deepEqual(
    tools.map(([path]) => path),
    [],
  )
}

async function changesNothing(clone) {
  assert.equal(await clone.changes(), '')
}

/** Sends a form of the public pages, as the browser does. @returns the cookie of the session */
async function submitForm({ root }, url, page, action, input) {
  const manifest = join(root, '.next', 'server', 'server-reference-manifest.json')
  const { node } = JSON.parse(readFileSync(manifest, 'utf8'))
  const [id] = Object.entries(node).find(([, { exportedName }]) => exportedName === action)
  const response = await fetch(`${url}/${page}`, {
    method: 'POST',
    redirect: 'manual',
    headers: {
      origin: url,
      accept: 'text/x-component',
      'content-type': 'text/plain;charset=UTF-8',
      'next-action': id,
    },
    body: JSON.stringify([input]),
  })
  const cookies = response.headers.getSetCookie().map((cookie) => cookie.split(';', 1)[0])
  assert(cookies.length, `${page} answered ${response.status}: ${(await response.text()).slice(0, 500)}`)
  return cookies.join('; ')
}

async function statusOf(url, cookie) {
  const response = await fetch(`${url}/settings`, { redirect: 'manual', headers: { cookie } })
  await response.text()
  return response.status
}
