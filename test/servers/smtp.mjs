import { createServer } from 'node:net'

/**
 * Starts a stub SMTP server (RFC 5321) on loopback, which keeps the mails that it receives.
 *
 * Its `mode`: `fine` accepts every mail; `busy` answers 451 like a greylisting server; `refuses` answers 550 to each
 * recipient; `hangs` is silent after its greeting; `down` closes every connection immediately. The recipient `refused` is
 * always answered with 550.
 *
 * @returns
 *   {Promise<{ url: string, mails: Mail[], mode: string, refused: string, tries: number, hangUp(): void, close(): Promise<void> }>}
 * @typedef {{ to: string[], from: string, raw: string, headers: Record<string, string>, subject: string, text: string,
 *   html: string, calendar: string, types: string[] }} Mail
 */
export async function startSmtp() {
  const sockets = new Set()
  const state = { mode: 'fine', refused: '', mails: [], tries: 0 }
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    socket.on('error', () => socket.destroy())
    state.tries++
    if (state.mode === 'down') return socket.destroy()
    converse(socket, state)
  })
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
  const hangUp = () => {
    for (const socket of sockets) socket.destroy()
  }
  return Object.assign(state, {
    hangUp,
    url: `smtp://127.0.0.1:${server.address().port}`,
    close: () =>
      new Promise((resolve) => {
        hangUp()
        server.close(resolve)
      }),
  })
}

function converse(socket, state) {
  let mail = { from: '', to: [] }
  let data = null
  let buffer = ''
  const hangs = state.mode === 'hangs'
  const reply = (line) => socket.write(`${line}\r\n`)
  reply('220 kinday.test ESMTP')
  socket.setEncoding('utf8')
  socket.on('data', (chunk) => {
    buffer += chunk
    for (let end = buffer.indexOf('\r\n'); end >= 0; end = buffer.indexOf('\r\n')) {
      const line = buffer.slice(0, end)
      buffer = buffer.slice(end + 2)
      if (hangs) continue
      if (data === null) command(line)
      else if (line === '.') finish()
      else data.push(line.replace(/^\./, ''))
    }
  })

  function command(line) {
    const [, verb = '', path = ''] = /^(\w+)(?:[^<]*<([^>]*)>)?/.exec(line) ?? []
    switch (verb.toUpperCase()) {
      case 'EHLO':
        return reply('250 kinday.test')
      case 'HELO':
      case 'RSET':
      case 'NOOP':
        return reply('250 OK')
      case 'MAIL':
        mail = { from: path, to: [] }
        return reply('250 OK')
      case 'RCPT':
        if (state.mode === 'busy') return reply('451 4.7.1 Try again later')
        if (state.mode === 'refuses' || path === state.refused) return reply('550 5.1.1 No such user')
        mail.to.push(path)
        return reply('250 OK')
      case 'DATA':
        data = []
        return reply('354 Start mail input')
      case 'QUIT':
        reply('221 Bye')
        return socket.end()
      default:
        return reply('502 Command not implemented')
    }
  }

  function finish() {
    const raw = data.join('\r\n')
    data = null
    state.mails.push({ ...mail, raw, ...parseMail(raw) })
    reply('250 OK')
  }
}

/** Parses the parts of MIME (RFC 2045–2047) that Kinday's mails use. */
function parseMail(raw) {
  const bodies = partsOf(raw)
  const bodyOf = (type) => {
    const part = bodies.find(({ headers }) => headers['content-type']?.startsWith(type))
    return part ? decodeBody(part.body, part.headers['content-transfer-encoding']) : ''
  }
  const { headers } = splitHeaders(raw)
  return {
    headers,
    subject: decodeWords(headers.subject ?? ''),
    text: bodyOf('text/plain'),
    html: bodyOf('text/html'),
    calendar: bodyOf('text/calendar'),
    types: bodies.map(({ headers }) => headers['content-type']),
  }
}

/** Returns the innermost parts of a mail. */
function partsOf(raw) {
  const { headers, body } = splitHeaders(raw)
  const boundary = /boundary="?([^";]+)"?/.exec(headers['content-type'])?.[1]
  if (!boundary) return [{ headers, body }]
  const parts = body.split(`--${boundary}`).slice(1, -1)
  return parts.flatMap((part) => partsOf(part.replace(/^\r\n/, '')))
}

function splitHeaders(text) {
  const end = text.indexOf('\r\n\r\n')
  const lines = text
    .slice(0, end)
    .replace(/\r\n[ \t]+/g, ' ')
    .split('\r\n')
  const headers = Object.fromEntries(
    lines.map((line) => [
      line.slice(0, line.indexOf(':')).toLowerCase(),
      line.slice(line.indexOf(':') + 1).trim(),
    ]),
  )
  return { headers, body: text.slice(end + 4) }
}

function decodeBody(body, encoding) {
  if (encoding === 'base64') return Buffer.from(body, 'base64').toString()
  if (encoding !== 'quoted-printable') return body.trim()
  return decodeOctets(body.replace(/=\r\n/g, '')).trim()
}

/** Decodes encoded words (RFC 2047 §4), adjacent ones without the space between. */
function decodeWords(text) {
  return text
    .replace(/\?=\s+=\?/g, '?==?')
    .replace(/=\?utf-8\?([bq])\?([^?]*)\?=/gi, (_, encoding, word) =>
      encoding.toLowerCase() === 'b'
        ? Buffer.from(word, 'base64').toString('latin1')
        : word
            .replace(/_/g, ' ')
            .replace(/=([0-9A-F]{2})/gi, (__, hex) => String.fromCharCode(Number.parseInt(hex, 16))),
    )
    .replace(/[\u0080-\u00ff]+/g, (bytes) => Buffer.from(bytes, 'latin1').toString())
}

function decodeOctets(text) {
  const bytes = text.replace(/=([0-9A-F]{2})/gi, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)))
  return Buffer.from(bytes, 'latin1').toString()
}
