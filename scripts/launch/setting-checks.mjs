import { isIP } from 'node:net'

/** Connections that the embedded database leaves for the pool: it accepts 60, and workers and scripts need some. */
const MAX_EMBEDDED_POOL = 40

/** Length that reply addresses leave to the mailbox (see `replyTag` of lib/access/guest-tokens.ts). */
const MAX_MAILBOX_BYTES = 40

/**
 * Every setting by name, with a check of its value: returns what is wrong and what to do, in a sentence, or undefined.
 * Values that may hold a secret are not repeated.
 * @type {Record<string, (text: string, env: NodeJS.ProcessEnv) => string | undefined>}
 */
export const SETTINGS = {
  HOST: (text) =>
    isHost(text)
      ? undefined
      : `HOST is "${text}", which is not an address to listen on: use localhost, or 0.0.0.0 for every address of this machine.`,
  PORT: (text) => portError('PORT', text, 3000),
  ORIGIN: (text) =>
    isOrigin(text)
      ? undefined
      : `ORIGIN is "${text}", which is not the address of a site: use the address people open, such as ORIGIN=https://calendar.example.org.`,
  CONTACT: (text) =>
    text.length <= 200
      ? undefined
      : 'CONTACT is longer than 200 characters: use an e-mail address, or a name and an address.',
  SOURCE_URL: (text) =>
    /^https?:/.test(text) && URL.canParse(text)
      ? undefined
      : `SOURCE_URL is "${text}", which is not a web address: use SOURCE_URL=https://git.example.org/kinday.`,
  TRUST_PROXY: (text) =>
    /^\d$/.test(text)
      ? undefined
      : `TRUST_PROXY is "${text}", which is not a number of proxies: use 1 for one in front, 0 for none.`,
  WORKER: (text) =>
    ['inside', 'separate', 'apart'].includes(text)
      ? undefined
      : `WORKER is "${text}": use WORKER=separate where jobs run by npm run worker, or WORKER=inside for jobs in the app.`,
  MAX_COMMANDS_PER_HOUR: (text) => limitError('MAX_COMMANDS_PER_HOUR', text, 10_000),
  MAX_EVENTS_PER_USER: (text) => limitError('MAX_EVENTS_PER_USER', text, 250_000),
  MAX_SERIES_PER_USER: (text) => limitError('MAX_SERIES_PER_USER', text, 10_000),
  MAX_ATTACHMENTS_PER_EVENT: (text) => limitError('MAX_ATTACHMENTS_PER_EVENT', text, 10),
  MAX_ATTACHMENT_MB: (text) =>
    isWhole(text, 1, 1000)
      ? undefined
      : `MAX_ATTACHMENT_MB is "${text}", which is not a number of megabytes: use a whole number from 1 to 1000, such as MAX_ATTACHMENT_MB=25.`,
  MAX_ATTACHMENTS_MB_PER_USER: (text) => limitError('MAX_ATTACHMENTS_MB_PER_USER', text, 1000),
  CHECK_OUTPUTS: (text) =>
    text === '1'
      ? undefined
      : `CHECK_OUTPUTS is "${text}": use CHECK_OUTPUTS=1 to check responses against their schemas, or remove it.`,
  ALLOW_PRIVATE_TARGETS: (text) =>
    text === '1'
      ? undefined
      : `ALLOW_PRIVATE_TARGETS is "${text}": use ALLOW_PRIVATE_TARGETS=1 to let users enter addresses in your own network, or remove it.`,
  DATABASE_POOL: (text, { DATABASE_URL }) => {
    const max = DATABASE_URL ? 100 : MAX_EMBEDDED_POOL
    return isWhole(text, 1, max)
      ? undefined
      : `DATABASE_POOL is "${text}", which is not a number of connections: use a whole number from 1 to ${max}, such as DATABASE_POOL=10.`
  },
  DATA_DIR: (text) => (text.includes('\0') ? 'DATA_DIR is not the path of a folder: correct it.' : undefined),
  DATABASE_URL: (text) =>
    isDatabase(text)
      ? undefined
      : 'DATABASE_URL is not the address of a Postgres database: use postgres://user:password@host:5432/database (with %40 for an @ in the password), or remove it to use the embedded one.',
  AUTH_SECRET: (text) =>
    text.length >= 16
      ? undefined
      : 'AUTH_SECRET is shorter than 16 characters: make one with `openssl rand -base64 32`, or remove it.',
  ENCRYPTION_KEY: (text) =>
    text.split(',').every((key) => Buffer.from(key, 'base64').length === 32)
      ? undefined
      : 'ENCRYPTION_KEY is not 32 bytes in base64: make one with `openssl rand -base64 32`, or remove it.',
  PUSHER_APP_ID: (text) => keyError('PUSHER_APP_ID', text),
  PUSHER_KEY: (text) => keyError('PUSHER_KEY', text),
  PUSHER_SECRET: (text) => keyError('PUSHER_SECRET', text),
  PUSHER_CLUSTER: (text) =>
    /^[a-z0-9-]+$/i.test(text)
      ? undefined
      : `PUSHER_CLUSTER is "${text}", which is not the name of a cluster: use one such as PUSHER_CLUSTER=eu.`,
  PUSHER_HOST: (text) =>
    isHost(text.replace(/^\[(.*)\]$/, '$1'))
      ? undefined
      : `PUSHER_HOST is "${text}", which is not the name of a host: use one without https:// and port, such as sockets.example.org.`,
  PUSHER_PORT: (text) => portError('PUSHER_PORT', text, 443),
  PUSHER_EMBEDDED: (text) =>
    text === '1' ? undefined : `PUSHER_EMBEDDED is "${text}": remove it, Kinday sets it itself.`,
  GOOGLE_CLIENT_ID: (text) => keyError('GOOGLE_CLIENT_ID', text),
  GOOGLE_CLIENT_SECRET: (text) => keyError('GOOGLE_CLIENT_SECRET', text),
  GOOGLE_ISSUER: (text) =>
    /^https?:$/.test(parse(text)?.protocol ?? '')
      ? undefined
      : `GOOGLE_ISSUER is "${text}", which is not the address of a site: remove it to use https://accounts.google.com.`,
  GOOGLE_API_URL: (text) => stubError('GOOGLE_API_URL', text),
  GOOGLE_TOKEN_URL: (text) => stubError('GOOGLE_TOKEN_URL', text),
  MICROSOFT_CLIENT_ID: (text) => keyError('MICROSOFT_CLIENT_ID', text),
  MICROSOFT_CLIENT_SECRET: (text) => keyError('MICROSOFT_CLIENT_SECRET', text),
  MICROSOFT_TENANT: (text) =>
    /^[a-z0-9.-]+$/i.test(text)
      ? undefined
      : `MICROSOFT_TENANT is "${text}", which is not a tenant: use common, consumers, organizations, or the id of a directory.`,
  MICROSOFT_API_URL: (text) => stubError('MICROSOFT_API_URL', text),
  MICROSOFT_LOGIN_URL: (text) => stubError('MICROSOFT_LOGIN_URL', text),
  SMTP_URL: (text) =>
    isMailServer(text)
      ? undefined
      : 'SMTP_URL is not the address of a mail server: use smtp://user:password@host:587 (or smtps:// for port 465, with %40 for an @ in user or password), or remove it to send no mail.',
  IMAP_URL: (text, env) =>
    isMailbox(text)
      ? mailboxError(text, env)
      : 'IMAP_URL is not the address of a mailbox: use imaps://user:password@host:993 (or imap:// for port 143, with %40 for an @ in user or password), or remove it to read no answers by mail.',
  MAIL_FROM: (text) =>
    /^[^<>\r\n]*<[^\s<>@]+@[^\s<>@]+>$|^[^\s<>@]+@[^\s<>@]+$/.test(text)
      ? undefined
      : `MAIL_FROM is "${text}", which is not an e-mail address: use kinday@example.org, or Kinday <kinday@example.org>.`,
}

function portError(name, text, example) {
  if (isWhole(text, 1, 65535)) return undefined
  return `${name} is "${text}", which is not a port: use a whole number from 1 to 65535, such as ${name}=${example}.`
}

function limitError(name, text, example) {
  if (isWhole(text, 1, 999_999_999)) return undefined
  return `${name} is "${text}", which is not a limit: use a whole number from 1 on, such as ${name}=${example}.`
}

/** Checks keys and secrets of external services: they contain no space, which copying may add. */
function keyError(name, text) {
  return /^[^\s\p{Cc}]+$/u.test(text) ? undefined : `${name} holds a space or a line break: copy it again.`
}

function stubError(name, text) {
  return /^https?:$/.test(parse(text)?.protocol ?? '')
    ? undefined
    : `${name} is "${text}", which is not the address of a site: remove it, only tests set it.`
}

/** Checks the address of the mailbox that Kinday reads (see `mailboxAddress` of lib/mail/reply-address.ts). */
function mailboxError(text, { MAIL_FROM, SMTP_URL }) {
  const users = {
    IMAP_URL: userOf(text),
    MAIL_FROM: MAIL_FROM?.replace(/^.*<|>$/g, ''),
    SMTP_URL: userOf(SMTP_URL),
  }
  const [name, address] = Object.entries(users).find(([, user]) => /^[^@\s]+@[^@\s]+$/.test(user ?? '')) ?? []
  if (!address || Buffer.byteLength(address.slice(0, address.lastIndexOf('@'))) <= MAX_MAILBOX_BYTES)
    return undefined
  return `The mailbox in ${name} has more than ${MAX_MAILBOX_BYTES} characters before the @, which leaves no room for the tags of reply addresses: use a mailbox with a shorter name, or remove IMAP_URL to read no answers by mail.`
}

/** Returns the user in the address of a mail server. */
function userOf(text) {
  const url = parse(text ?? '')
  return url && isDecodable(url) ? decodeURIComponent(url.username) : undefined
}

function isWhole(text, min, max) {
  return /^\d{1,9}$/.test(text) && Number(text) >= min && Number(text) <= max
}

function isHost(text) {
  return isIP(text) !== 0 || /^[a-z\d_]([a-z\d_.-]*[a-z\d_.])?$/i.test(text)
}

function isOrigin(text) {
  const url = parse(text)
  const isBare = url && url.pathname === '/' && !url.search && !url.hash && !url.username
  return Boolean(isBare && /^https?:$/.test(url.protocol))
}

function isDatabase(text) {
  const url = parse(text)
  const hasHost = url?.hostname || url?.searchParams.get('host')
  return Boolean(
    hasHost && /^postgres(ql)?:$/.test(url.protocol) && url.pathname.length > 1 && isDecodable(url),
  )
}

function isMailServer(text) {
  const url = parse(text)
  return Boolean(url?.hostname && /^smtps?:$/.test(url.protocol) && isDecodable(url))
}

function isMailbox(text) {
  const url = parse(text)
  const hasLogin = url?.hostname && url.username && url.password
  return Boolean(hasLogin && /^imaps?:$/.test(url.protocol) && isDecodable(url))
}

/** A % that does not begin an escape breaks URL parsers. */
function isDecodable({ username, password, pathname }) {
  try {
    for (const part of [username, password, pathname]) decodeURIComponent(part)
    return true
  } catch {
    return false
  }
}

function parse(text) {
  try {
    return new URL(text)
  } catch {
    return undefined
  }
}
