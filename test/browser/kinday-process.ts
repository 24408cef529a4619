import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { TEST_BUILD, TEST_ROOT } from '@/playwright.config'

/** A Kinday of a story's own, to be killed and started again: own port and data, the build of the other stories. */
export class OwnKinday {
  private process: ChildProcess | undefined
  /** Its output since it was last started. */
  log = ''

  private constructor(
    readonly port: number,
    /** Its data folder. */
    readonly data: string,
    private readonly env: Record<string, string>,
  ) {}

  get origin(): string {
    return `http://localhost:${this.port}`
  }

  /** Whether its process has ended, by itself or not. */
  get hasEnded(): boolean {
    return this.process?.exitCode !== null || this.process.signalCode !== null
  }

  static async start(env: Record<string, string> = {}): Promise<OwnKinday> {
    const data = mkdtempSync(join(tmpdir(), 'kinday-story-'))
    const own = new OwnKinday(await freePort(), data, env)
    await own.start()
    return own
  }

  async start(): Promise<void> {
    const { port, data } = this
    const child = spawn(process.execPath, ['scripts/start.mjs'], {
      cwd: TEST_ROOT,
      env: { ...process.env, PORT: String(port), DATA_DIR: data, NEXT_DIST_DIR: TEST_BUILD, ...this.env },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    this.process = child
    this.log = ''
    await new Promise<void>((resolve, reject) => {
      const listen = (text: Buffer) => {
        this.log += text
        if (this.log.includes('Kinday is ready')) resolve()
      }
      child.stdout.on('data', listen)
      child.stderr.on('data', listen)
      child.on('exit', (code) => reject(new Error(`Kinday ended with ${code}: ${this.log}`)))
    })
  }

  /** As a power cut ends it: nothing is closed. */
  async kill(): Promise<void> {
    await this.end('SIGKILL')
  }

  async stop(): Promise<void> {
    await this.end('SIGTERM')
    rmSync(this.data, { recursive: true, force: true })
  }

  private async end(signal: NodeJS.Signals): Promise<void> {
    const child = this.process
    if (!child || child.exitCode !== null || child.signalCode !== null) return
    const ended = new Promise((resolve) => child.on('close', resolve))
    child.kill(signal)
    await ended
  }
}

/** A port that nobody has now. */
function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.on('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => (address && typeof address === 'object' ? resolve(address.port) : reject(address)))
    })
  })
}
