import { ImapFlow } from 'imapflow'
import { env } from '@/lib/env'

/** Maximum size of a mail that is read. An answer by mail has some kilobytes, a bounce may quote a whole mail. */
const MAX_MAIL_BYTES = 1024 * 1024

/** Maximum time between two searches for new mails. A search also finds mails that the server does not announce. */
const POLL_MS = 60_000

/** Maximum time for searching, fetching and handling the new mails of one search. */
const MAX_ROUND_MS = 120_000

/** Maximum number of mails of one round. */
const MAX_MAILS = 50

/** Timeouts of connection, greeting and socket. */
const TIMEOUTS = { connectionTimeout: 15_000, greetingTimeout: 15_000, socketTimeout: 90_000 }

/** An unread mail of the mailbox. */
export interface UnreadMail {
  uid: number
  /** The whole mail, or only its headers if it is too large. */
  source: Buffer
  isTooLarge: boolean
}

/**
 * Reads new mails of the mailbox that IMAP_URL names until the connection ends, and marks those that were handled as
 * read.
 * @throws Error if the connection fails or a mail cannot be handled; that mail stays unread
 */
export async function readMailbox(
  handle: (mail: UnreadMail) => Promise<void>,
  signal: AbortSignal,
): Promise<void> {
  const client = new ImapFlow({ ...connectionOf(env.imapUrl!), ...TIMEOUTS, logger: false })
  // Connection errors also reject the pending command.
  client.on('error', () => {})
  const close = () => client.close()
  signal.addEventListener('abort', close)
  try {
    await client.connect()
    await client.mailboxOpen('INBOX')
    while (!signal.aborted) {
      await withinLimit(readUnread(client, handle, signal), close)
      await waitForMail(client, signal)
    }
  } catch (error) {
    throw withServerText(error)
  } finally {
    signal.removeEventListener('abort', close)
    client.close()
  }
}

/** Returns an error with the server's message, such as that the password is wrong. */
function withServerText(error: unknown): unknown {
  const { responseText } = error as { responseText?: string }
  return responseText ? new Error(`The IMAP server says: ${responseText.slice(0, 200)}`) : error
}

async function readUnread(
  client: ImapFlow,
  handle: (mail: UnreadMail) => Promise<void>,
  signal: AbortSignal,
): Promise<void> {
  const uids = (await client.search({ seen: false }, { uid: true })) || []
  for (const uid of uids.slice(0, MAX_MAILS)) {
    if (signal.aborted) return
    const mail = await fetchMail(client, uid)
    if (!mail) continue
    await handle(mail)
    await client.messageFlagsAdd(String(uid), ['\\Seen'], { uid: true })
  }
}

/** Fetches a mail without marking it as read; undefined if it was deleted in the meantime. */
async function fetchMail(client: ImapFlow, uid: number): Promise<UnreadMail | undefined> {
  const sequence = String(uid)
  const found = await client.fetchOne(sequence, { uid: true, size: true }, { uid: true })
  if (!found) return undefined
  const isTooLarge = (found.size ?? 0) > MAX_MAIL_BYTES
  const content = await client.fetchOne(
    sequence,
    isTooLarge ? { uid: true, headers: true } : { uid: true, source: { maxLength: MAX_MAIL_BYTES } },
    { uid: true },
  )
  const source = content && (isTooLarge ? content.headers : content.source)
  return source ? { uid, source, isTooLarge } : undefined
}

/** Waits until the server announces a mail, which it does while the connection idles, or for a minute. */
async function waitForMail(client: ImapFlow, signal: AbortSignal): Promise<void> {
  await new Promise<void>((resolve) => {
    const done = () => {
      clearTimeout(timer)
      client.off('exists', done)
      client.off('close', done)
      signal.removeEventListener('abort', done)
      resolve()
    }
    const timer = setTimeout(done, POLL_MS)
    client.on('exists', done)
    client.on('close', done)
    signal.addEventListener('abort', done)
    // IDLE ends with the next command. A failure closes the connection.
    client.idle().catch(() => {})
  })
  if (!client.usable && !signal.aborted) throw new Error('The IMAP connection was closed')
}

/** Closes the connection if the work exceeds the limit although no single response times out. */
async function withinLimit(work: Promise<void>, close: () => void): Promise<void> {
  const timer = setTimeout(close, MAX_ROUND_MS)
  try {
    await work
  } finally {
    clearTimeout(timer)
  }
}

function connectionOf(address: string) {
  const { protocol, hostname, port, username, password } = new URL(address)
  const isSecure = protocol === 'imaps:'
  return {
    host: hostname,
    port: Number(port) || (isSecure ? 993 : 143),
    secure: isSecure,
    auth: { user: decodeURIComponent(username), pass: decodeURIComponent(password) },
  }
}
