import { execFileSync, fork, spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { get } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { ROOT } from '../launch/root.mjs'
import { TYPESCRIPT } from '../launch/run.mjs'

/**
 * Starts a server and waits for its first response.
 * @param {string[]} command arguments of Node
 * @param {Record<string, string>} env with PORT
 * @returns {Promise<{ url: string, pid: number, readyAfter: number, stop: () => Promise<void>,
 *   watchLoop: () => void, longestGap: () => Promise<number> }>} `readyAfter`: milliseconds until the first
 *   page; `longestGap`: longest time in milliseconds that its event loop was blocked since `watchLoop`, if started with
 *   loop-delay.mjs
 */
export async function startApp(command, env) {
  const start = performance.now()
  const child = spawn(process.execPath, command, {
    cwd: ROOT,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  const stop = stopperOf(child)
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk))
  const url = `http://127.0.0.1:${env.PORT}`
  while (!(await responds(url))) {
    if (child.exitCode !== null || performance.now() - start > 60_000) {
      await stop()
      throw new Error(`${command.join(' ')} did not start:\n${output}`)
    }
    await sleep(5)
  }
  return {
    url,
    pid: child.pid,
    readyAfter: performance.now() - start,
    stop,
    watchLoop: () => child.send('watch'),
    longestGap: () =>
      new Promise((resolve) => {
        child.once('message', (message) => resolve(message.longestGap))
        child.send('report')
      }),
  }
}

/**
 * Starts a client process. `ask` sends it one job at a time and returns the result.
 * @param {string} file script in this folder that calls {@link answerWith}
 * @param {{ typescript?: boolean }} [options] `typescript`: the script imports code of the app
 */
export function startClient(file, { typescript = false } = {}) {
  const child = fork(fileURLToPath(new URL(file, import.meta.url)), {
    cwd: ROOT,
    serialization: 'advanced',
    execArgv: typescript ? TYPESCRIPT : [],
  })
  const stop = stopperOf(child)
  const ask = (job) =>
    new Promise((resolve, reject) => {
      const onExit = () => reject(new Error(`${file} ended`))
      child.once('exit', onExit)
      child.once('message', ({ error, answer }) => {
        child.off('exit', onExit)
        if (error) reject(new Error(error))
        else resolve(answer)
      })
      child.send(job)
    })
  return { ask, stop }
}

/** Handles the jobs of {@link startClient}, in the client process. */
export function answerWith(work) {
  process.on('message', async (job) => {
    try {
      process.send({ answer: await work(job) })
    } catch (error) {
      process.send({ error: error.stack })
    }
  })
}

/** Returns the resident memory of a process in bytes. */
export function memoryOf(pid) {
  try {
    return Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) * 1024
  } catch {
    return Number(execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' })) * 1024
  }
}

/** Returns a function that ends a child process, by force after 5 s. The child also ends with this process. */
function stopperOf(child) {
  const ended = new Promise((resolve) => child.once('exit', resolve).once('error', resolve))
  const kill = () => child.kill('SIGKILL')
  process.once('exit', kill)
  return async () => {
    child.kill('SIGTERM')
    const timeout = setTimeout(kill, 5000)
    await ended
    clearTimeout(timeout)
    process.off('exit', kill)
  }
}

function responds(url) {
  return new Promise((resolve) => {
    get(`${url}/sign-in`, { agent: false }, (res) => res.resume().on('end', () => resolve(true))).on(
      'error',
      () => resolve(false),
    )
  })
}
