import { createServer } from 'node:net'

/**
 * Starts a stub IMAP server (RFC 9051) on loopback with one mailbox, for one client at a time.
 *
 * Its `mode`: `fine`; `hangs` is silent after its greeting; `down` closes every connection immediately; `refuses` denies
 * the password.
 *
 * @returns {Promise<{ url: string, mode: string, mails: Mail[], connections: number,
 *   deliver(raw: string): void, close(): Promise<void> }>}
 * @typedef {{ uid: number, raw: string, seen: boolean }} Mail
 */
export async function startImap({ user = 'kinday@example.org', password = 'secret' } = {}) {
  const sockets = new Set()
  const idle = new Set()
  const state = { mode: 'fine', mails: [], connections: 0 }
  const server = createServer((socket) => {
    state.connections++
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    socket.on('error', () => socket.destroy())
    if (state.mode === 'down') return socket.destroy()
    converse(socket, state, idle, { user, password })
  })
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
  const login = `${encodeURIComponent(user)}:${encodeURIComponent(password)}`
  return Object.assign(state, {
    url: `imap://${login}@127.0.0.1:${server.address().port}`,
    deliver(raw) {
      state.mails.push({ uid: state.mails.length + 1, raw: raw.replace(/\r?\n/g, '\r\n'), seen: false })
      for (const reportCount of idle) reportCount()
    },
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy()
        server.close(resolve)
      }),
  })
}

const CAPABILITIES = 'IMAP4rev1 IDLE'

function converse(socket, state, idle, { user, password }) {
  const reply = (line) => socket.write(`${line}\r\n`)
  let buffer = ''
  /** The tag of a running IDLE. */
  let idleTag = null
  /** The number of mails that the client knows of. */
  let knownCount = 0
  const reportCount = () => {
    if (knownCount !== state.mails.length) reply(`* ${state.mails.length} EXISTS`)
    knownCount = state.mails.length
  }
  reply(`* OK [CAPABILITY ${CAPABILITIES}] kinday.test`)
  socket.setEncoding('latin1')
  socket.on('data', (chunk) => {
    buffer += chunk
    for (let end = buffer.indexOf('\r\n'); end >= 0; end = buffer.indexOf('\r\n')) {
      const line = buffer.slice(0, end)
      buffer = buffer.slice(end + 2)
      if (state.mode !== 'hangs') handle(line)
    }
  })

  socket.on('close', () => idle.delete(reportCount))

  function handle(line) {
    if (idleTag) {
      idle.delete(reportCount)
      reply(`${idleTag} OK done`)
      idleTag = null
      return
    }
    const [, tag, command, args = ''] = /^(\S+) ((?:UID )?\S+) ?(.*)$/i.exec(line) ?? []
    const ok = (text = 'done') => reply(`${tag} OK ${text}`)
    switch (command?.toUpperCase()) {
      case 'CAPABILITY':
        reply(`* CAPABILITY ${CAPABILITIES}`)
        return ok()
      case 'LOGIN': {
        const [, name, secret] = /^"?([^" ]+)"? "?([^" ]+)"?$/.exec(args) ?? []
        const isAccepted = name === user && secret === password && state.mode !== 'refuses'
        return isAccepted ? ok() : reply(`${tag} NO [AUTHENTICATIONFAILED] wrong password`)
      }
      case 'LIST':
        reply(args === '"" ""' ? '* LIST (\\Noselect) "/" ""' : '* LIST () "/" INBOX')
        return ok()
      case 'SELECT':
        reportCount()
        reply('* FLAGS (\\Seen)')
        reply('* OK [UIDVALIDITY 1] fixed')
        reply(`* OK [UIDNEXT ${state.mails.length + 1}] next`)
        return ok('[READ-WRITE] selected')
      case 'UID SEARCH':
        reply(`* SEARCH ${unseen().join(' ')}`.trim())
        return ok()
      case 'UID FETCH':
        return fetch(tag, args)
      case 'UID STORE': {
        const mail = mailOf(args)
        if (mail) mail.seen = true
        return ok()
      }
      case 'IDLE':
        idleTag = tag
        idle.add(reportCount)
        reply('+ idling')
        return reportCount()
      case 'NOOP':
        reportCount()
        return ok()
      case 'LOGOUT':
        reply('* BYE')
        ok()
        return socket.end()
      default:
        return reply(`${tag} BAD unknown command`)
    }
  }

  const unseen = () => state.mails.filter(({ seen }) => !seen).map(({ uid }) => uid)
  const mailOf = (args) => state.mails.find(({ uid }) => uid === Number.parseInt(args, 10))

  function fetch(tag, args) {
    const mail = mailOf(args)
    if (mail) {
      const { uid, raw } = mail
      const size = Buffer.byteLength(raw)
      const head = raw.slice(0, raw.indexOf('\r\n\r\n') + 4)
      const text = /BODY(\.PEEK)?\[HEADER\]/i.test(args)
        ? ` BODY[HEADER] {${Buffer.byteLength(head)}}\r\n${head}`
        : /BODY(\.PEEK)?\[\]/i.test(args)
          ? ` BODY[] {${size}}\r\n${raw}`
          : ''
      socket.write(`* ${uid} FETCH (UID ${uid} RFC822.SIZE ${size}${text})\r\n`)
    }
    reply(`${tag} OK done`)
  }
}
