import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { birthOf } from './processes.mjs'

/**
 * Stores in the data folder where this server listens. Other processes cannot know: PORT may be set for this one only.
 * @param {string} dataDir
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {() => void} deletes the record
 */
export function recordRunningServer(dataDir, env = process.env) {
  const file = fileIn(dataDir)
  const content = JSON.stringify({
    ...{ pid: process.pid, birth: birthOf(process.pid) },
    ...{ host: env.PUSHER_HOST, port: env.PUSHER_PORT },
  })
  writeFileSync(file, content, { mode: 0o600 })
  return () => {
    if (read(file) === content) rmSync(file, { force: true })
  }
}

/**
 * Makes this process publish its pings to the server that runs on the data folder, if the built-in realtime server is
 * used.
 * @param {string} dataDir
 * @param {NodeJS.ProcessEnv} [env]
 */
export function publishToRunningServer(dataDir, env = process.env) {
  const record = read(fileIn(dataDir))
  if (env.PUSHER_EMBEDDED !== '1' || !record) return
  const { pid, birth, host, port } = JSON.parse(record)
  if (birthOf(pid) === birth) Object.assign(env, { PUSHER_HOST: host, PUSHER_PORT: port })
}

function fileIn(dataDir) {
  return join(dataDir, 'running.json')
}

function read(file) {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return undefined
  }
}
