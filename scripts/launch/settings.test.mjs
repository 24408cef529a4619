import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ROOT } from './root.mjs'
import { SETTINGS } from './setting-checks.mjs'
import { loadSettings } from './settings.mjs'

let root
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'kinday-settings-'))
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

/** Exceeds the maximum length of the part before the @ of a mailbox by a character. */
const LONG = 'k'.repeat(41)

const load = (env = {}) => {
  loadSettings({ root, env })
  return env
}

describe('settings', () => {
  it('needs no settings', () => {
    const env = {}
    const settings = loadSettings({ root, env })
    const dataDir = join(root, '.data')
    expect(settings).toMatchObject({
      host: 'localhost',
      port: 3000,
      origin: 'http://localhost:3000',
      dataDir,
    })
    expect(settings.databaseUrl).toBeUndefined()
    expect(env).toMatchObject({
      HOST: 'localhost',
      PORT: '3000',
      DATA_DIR: dataDir,
    })
    // An ORIGIN that is not configured must not refuse requests to another host name.
    expect(env.ORIGIN).toBeUndefined()
    expect(Buffer.from(env.ENCRYPTION_KEY, 'base64')).toHaveLength(32)
    expect(env).toMatchObject({ PUSHER_EMBEDDED: '1', PUSHER_HOST: 'localhost', PUSHER_PORT: '3000' })
  })

  it('prefers the environment to .env, and treats an empty value as not set', () => {
    writeFileSync(join(root, '.env'), 'PORT=4000\nHOST=0.0.0.0\nORIGIN=https://a.example/\nSMTP_URL=\n')
    const env = load({ PORT: '5000', HOST: '' })
    expect(env).toMatchObject({
      PORT: '5000',
      HOST: '0.0.0.0',
      ORIGIN: 'https://a.example',
      PUSHER_HOST: '127.0.0.1',
    })
    expect('SMTP_URL' in env).toBe(false)
  })

  it('keeps configured keys and Pusher server', () => {
    const keys = { AUTH_SECRET: 'sixteen letters.', ENCRYPTION_KEY: Buffer.alloc(32, 1).toString('base64') }
    const pusher = { PUSHER_APP_ID: '1', PUSHER_KEY: 'k', PUSHER_SECRET: 's', PUSHER_CLUSTER: 'eu' }
    const env = load({ ...keys, ...pusher })
    expect(env).toMatchObject({ ...keys, ...pusher })
    expect('PUSHER_EMBEDDED' in env).toBe(false)
    expect('PUSHER_HOST' in env).toBe(false)
  })

  it('uses the built-in Pusher with settings from a parent process', () => {
    const env = load()
    const again = load({ ...env, PORT: '3001' })
    expect(again).toMatchObject({ PUSHER_EMBEDDED: '1', PUSHER_PORT: '3001', PUSHER_KEY: env.PUSHER_KEY })
  })

  it.each([
    [{ PORT: 'abc' }, 'PORT is "abc", which is not a port'],
    [{ PORT: '70000' }, 'PORT is "70000", which is not a port'],
    [{ PORT: '0' }, 'PORT is "0", which is not a port'],
    [{ PORT: '30.5' }, 'PORT is "30.5", which is not a port'],
    [
      { ORIGIN: 'calendar.example.org' },
      'ORIGIN is "calendar.example.org", which is not the address of a site',
    ],
    [{ ORIGIN: 'https://a.example/path' }, 'ORIGIN is "https://a.example/path"'],
    [{ ORIGIN: 'ftp://a.example' }, 'ORIGIN is "ftp://a.example"'],
    [{ DATABASE_URL: 'mysql://u:secret@h/db' }, 'DATABASE_URL is not the address of a Postgres database'],
    [{ DATABASE_URL: 'postgres://u:secret@h' }, 'DATABASE_URL is not the address of a Postgres database'],
    [{ PUSHER_KEY: 'k' }, 'set PUSHER_APP_ID, PUSHER_SECRET, PUSHER_CLUSTER (or PUSHER_HOST) too'],
    [{ PUSHER_CLUSTER: 'eu' }, 'set PUSHER_APP_ID, PUSHER_KEY, PUSHER_SECRET too'],
    [{ GOOGLE_CLIENT_ID: 'x' }, 'Google is set up in part: set GOOGLE_CLIENT_SECRET too'],
    [{ MICROSOFT_CLIENT_SECRET: 'x' }, 'Microsoft is set up in part: set MICROSOFT_CLIENT_ID too'],
    [{ MICROSOFT_TENANT: 'contoso/..' }, 'MICROSOFT_TENANT is "contoso/.."'],
    [{ SMTP_URL: 'mail.example:secret@25' }, 'SMTP_URL is not the address of a mail server'],
    [{ SMTP_URL: 'https://secret@mail.example' }, 'SMTP_URL is not the address of a mail server'],
    [{ SMTP_URL: 'smtp://me:50%secret@mail.example' }, 'SMTP_URL is not the address of a mail server'],
    [{ ALLOW_PRIVATE_TARGETS: 'yes' }, 'ALLOW_PRIVATE_TARGETS is "yes"'],
    [{ IMAP_URL: 'imaps://mail.example' }, 'IMAP_URL is not the address of a mailbox'],
    [{ IMAP_URL: 'pop3://me:secret@mail.example' }, 'IMAP_URL is not the address of a mailbox'],
    [
      { IMAP_URL: `imaps://${LONG}%40a.example:secret%40@a.example` },
      'The mailbox in IMAP_URL has more than 40',
    ],
    [
      { IMAP_URL: 'imaps://me:secret%40@a.example', MAIL_FROM: `Kinday <${LONG}@a.example>` },
      'The mailbox in MAIL_FROM has more than 40 characters before the @',
    ],
    [
      { DATABASE_URL: 'postgres://u:50%secret@h/db' },
      'DATABASE_URL is not the address of a Postgres database',
    ],
    [{ MAIL_FROM: 'Kinday' }, 'MAIL_FROM is "Kinday", which is not an e-mail address'],
    [{ WORKER: 'yes' }, 'WORKER is "yes": use WORKER=separate'],
    [{ DATABASE_POOL: 'many' }, 'DATABASE_POOL is "many", which is not a number of connections'],
    [{ DATABASE_POOL: '0' }, 'DATABASE_POOL is "0"'],
    [{ MAX_ATTACHMENT_MB: '5000' }, 'MAX_ATTACHMENT_MB is "5000", which is not a number of megabytes'],
    [{ MAX_EVENTS_PER_USER: '0' }, 'MAX_EVENTS_PER_USER is "0", which is not a limit'],
    [{ DATABASE_POOL: '50' }, 'use a whole number from 1 to 40'],
    [{ DATABASE_POOL: '101', DATABASE_URL: 'postgres://u@h/db' }, 'use a whole number from 1 to 100'],
    [{ HOST: 'my host' }, 'HOST is "my host", which is not an address to listen on'],
    [{ AUTH_SECRET: 'secret@' }, 'AUTH_SECRET is shorter than 16 characters'],
    [{ PUSHER_PORT: 'x' }, 'PUSHER_PORT is "x", which is not a port'],
    [{ PUSHER_HOST: 'https://a.example' }, 'PUSHER_HOST is "https://a.example"'],
    [{ PUSHER_CLUSTER: 'e u' }, 'PUSHER_CLUSTER is "e u"'],
    [{ PUSHER_KEY: 'a b' }, 'PUSHER_KEY holds a space'],
    [{ PUSHER_EMBEDDED: 'no' }, 'PUSHER_EMBEDDED is "no": remove it'],
    [{ GOOGLE_ISSUER: 'accounts' }, 'GOOGLE_ISSUER is "accounts"'],
    [{ GOOGLE_CLIENT_SECRET: 'a\nb' }, 'GOOGLE_CLIENT_SECRET holds a space or a line break'],
    [{ TRUST_PROXY: 'yes' }, 'TRUST_PROXY is "yes"'],
    [{ ENCRYPTION_KEY: 'short' }, 'ENCRYPTION_KEY is not 32 bytes in base64'],
    [{ ENCRYPTION_KEY: `${Buffer.alloc(32).toString('base64')},short` }, 'ENCRYPTION_KEY is not 32 bytes'],
  ])('refuses %j in one sentence', (env, sentence) => {
    const message = refusal(() => load(env))
    expect(message).toContain(sentence)
    expect(message).not.toContain('\n')
    expect(message).not.toContain('secret@')
    expect(readdirSync(root)).toEqual([]) // nothing was created
  })

  it('accepts a mailbox with 40 characters before the @, and a longer sender that is not read', () => {
    const from = { MAIL_FROM: `${LONG}@a.example` }
    const IMAP_URL = `imaps://${LONG.slice(1)}%40a.example:p@a.example`
    expect(load({ ...from, IMAP_URL })).toMatchObject({ IMAP_URL })
    expect(load(from)).toMatchObject(from)
  })

  it.each(['inside', 'separate', 'apart'])('accepts WORKER=%s', (WORKER) => {
    expect(load({ WORKER })).toMatchObject({ WORKER })
  })

  it('checks every setting that the app reads or .env.example names', () => {
    const text = (file) => readFileSync(join(ROOT, file), 'utf8')
    const read = [...text('lib/env.ts').matchAll(/^ {2}([A-Z_]+): z\./gm)].map(([, name]) => name)
    const named = [...text('.env.example').matchAll(/^# ([A-Z_]+)=/gm)].map(([, name]) => name)
    expect(read.length).toBeGreaterThan(10)
    expect(named.length).toBeGreaterThan(10)
    expect([...read, ...named].filter((name) => !(name in SETTINGS))).toEqual([])
  })

  it('rejects a data folder that is a file', () => {
    writeFileSync(join(root, '.data'), '')
    expect(refusal(load)).toMatch(
      /cannot keep its data in .*\.data \(it is not a folder\): make that folder writable/,
    )
  })
})

function refusal(act) {
  try {
    act()
  } catch (error) {
    expect(error.name).toBe('Refusal')
    return error.message
  }
  throw new Error('It was not refused.')
}
