import { setTimeout as sleep } from 'node:timers/promises'
import postgres from 'postgres'
import WebSocket from 'ws'
import { answerWith } from './children.mjs'

/** @type {WebSocket[]} */
const sockets = []
let commits
let onCommit = () => {}
let onPing = () => {}

// Opens many sockets: members of a group that connect like pusher-js, or listeners of a bare broadcast.
answerWith(async (job) => {
  if (job.open === 'members') return openMembers(job)
  if (job.open === 'listeners') return openListeners(job)
  return measurePing(job)
})

async function openMembers({ url, key, cookies, calendar, database }) {
  commits = postgres(database, { max: 1 })
  await commits.listen('bench_committed', () => onCommit(now()))
  const channel = `private-calendar-${calendar}`
  const waiting = [...cookies]
  const open = async () => {
    for (let cookie = waiting.pop(); cookie; cookie = waiting.pop()) {
      sockets.push(await member({ url, key, cookie, channel }))
    }
  }
  await Promise.all(Array.from({ length: 8 }, open))
}

/** Connects, signs in and subscribes by the Pusher protocol, like lib/realtime/client.ts. */
async function member({ url, key, cookie, channel }) {
  const ws = new WebSocket(`${url.replace('http', 'ws')}/app/${key}?protocol=7&client=js&version=8`, {
    origin: url,
  })
  const receive = receiverOf(ws)
  const { socket_id } = JSON.parse((await receive('pusher:connection_established')).data)
  const post = async (path, body) => {
    const answer = await fetch(url + path, {
      method: 'POST',
      headers: { cookie, origin: url, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
    if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${await answer.text()}`)
    return answer.json()
  }
  ws.send(JSON.stringify({ event: 'pusher:signin', data: await post('/api/realtime/signin', { socket_id }) }))
  await receive('pusher:signin_success')
  const granted = await post('/api/realtime/auth', { socket_id, channels: [channel] })
  ws.send(JSON.stringify({ event: 'pusher:subscribe', data: { channel, ...granted[channel] } }))
  await receive('pusher_internal:subscription_succeeded')
  ws.removeAllListeners('message')
  ws.on('message', (data) => {
    if (JSON.parse(data).event === 'ping') onPing()
  })
  return ws
}

async function openListeners({ url, count }) {
  for (let index = 0; index < count; index++) {
    const ws = new WebSocket(`${url.replace('http', 'ws')}/ws`)
    await new Promise((resolve, reject) => ws.once('open', resolve).once('error', reject))
    ws.on('message', (data) => {
      const { event, at } = JSON.parse(data)
      onCommit(at)
      if (event === 'ping') onPing()
    })
    sockets.push(ws)
  }
}

/** Causes a ping. @returns {Promise<number>} milliseconds until all sockets have received it */
async function measurePing({ ping: { url, method, headers, body }, number }) {
  let committedAt
  let missing = sockets.length
  onCommit = (at) => {
    committedAt ??= at
  }
  const allReceived = new Promise((resolve, reject) => {
    const timeout = setTimeout(
      () => reject(new Error(`${missing} of ${sockets.length} had no ping in 10 s`)),
      10_000,
    )
    onPing = () => {
      missing--
      if (missing) return
      clearTimeout(timeout)
      resolve(now())
    }
  })
  const answer = await fetch(url, {
    method,
    headers: headers[0],
    body: body?.replace('%n%', `ping-${number}`),
  })
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}`)
  await answer.text()
  const receivedAt = await allReceived
  await sleep(100)
  return receivedAt - committedAt
}

/** Returns a function that waits for an event of the socket. */
function receiverOf(ws) {
  return (event) =>
    new Promise((resolve, reject) => {
      const onMessage = (data) => {
        const message = JSON.parse(data)
        if (message.event === event) resolve(message)
        else if (/error/.test(message.event)) reject(new Error(String(data)))
        else ws.once('message', onMessage)
      }
      ws.once('message', onMessage)
      ws.once('error', reject)
      ws.once('close', () => reject(new Error(`closed before ${event}`)))
    })
}

/** Returns a time that is comparable between processes of this machine. */
const now = () => performance.timeOrigin + performance.now()
