import { spawn } from 'node:child_process'

/** Node options to run TypeScript. The condition `react-server` makes `server-only` importable, as in Next. */
export const TYPESCRIPT = ['--import', 'tsx', '--conditions=react-server']

/**
 * Runs a command and captures its output. It is killed if this process exits first.
 * @param {string} command
 * @param {string[]} args
 * @param {import('node:child_process').SpawnOptions & { input?: string }} [options]
 * @returns {Promise<{ code: number, output: string }>} rejects when the command cannot be started at all
 */
export function run(command, args, { input, ...options } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      ...options,
      stdio: [input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
    })
    const end = () => child.kill()
    const chunks = []
    process.once('exit', end)
    child.stdin?.on('error', () => {}) // it may exit before it has read everything
    child.stdin?.end(input)
    child.stdout.on('data', (chunk) => chunks.push(chunk))
    child.stderr.on('data', (chunk) => chunks.push(chunk))
    child.on('error', (error) => {
      process.off('exit', end)
      reject(error)
    })
    child.on('close', (code) => {
      process.off('exit', end)
      resolve({ code: code ?? 1, output: Buffer.concat(chunks).toString() })
    })
  })
}

/**
 * Runs a command and shows its output on stderr, since stdout may be read by another program.
 * @param {string} command
 * @param {string[]} args
 * @param {import('node:child_process').SpawnOptions} [options]
 * @returns {Promise<{ code: number }>} rejects when the command cannot be started at all
 */
export function runVisibly(command, args, options) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { ...options, stdio: ['ignore', process.stderr, process.stderr] })
    const end = () => child.kill()
    process.once('exit', end)
    child.on('error', (error) => {
      process.off('exit', end)
      reject(error)
    })
    child.on('close', (code) => {
      process.off('exit', end)
      resolve({ code: code ?? 1 })
    })
  })
}
