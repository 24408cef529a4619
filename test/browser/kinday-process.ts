import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { TEST_BUILD, TEST_ROOT } from '@/playwright.config'
import { freePort } from '@/test/servers/free-port'

/** A Kinday server of one test, with its own port and data folder. Can be killed and started again. */
export class KindayProcess {
  private process: ChildProcess | undefined
  /** Output since the last start. */
  log = ''

  private constructor(
    readonly port: number,
    /** Data folder. */
    readonly data: string,
    private readonly env: Record<string, string>,
  ) {}

  get origin(): string {
    return `http://localhost:${this.port}`
  }

  /** Whether the process has ended. */
  get hasEnded(): boolean {
    return this.process?.exitCode !== null || this.process.signalCode !== null
  }

  static async start(env: Record<string, string> = {}): Promise<KindayProcess> {
    const data = mkdtempSync(join(tmpdir(), 'kinday-process-'))
    const kinday = new KindayProcess(await freePort(), data, env)
    await kinday.start()
    return kinday
  }

  async start(): Promise<void> {
    const { port, data } = this
    const child = spawn(process.execPath, ['scripts/start.mjs'], {
      cwd: TEST_ROOT,
      env: {
        ...process.env,
        ...{ PORT: String(port), DATA_DIR: data, NEXT_DIST_DIR: TEST_BUILD, CHECK_OUTPUTS: '1' },
        ...this.env,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    this.process = child
    this.log = ''
    await new Promise<void>((resolve, reject) => {
      const onOutput = (text: Buffer) => {
        this.log += text
        if (this.log.includes('Kinday is ready')) resolve()
      }
      child.stdout.on('data', onOutput)
      child.stderr.on('data', onOutput)
      child.on('exit', (code) => reject(new Error(`Kinday ended with ${code}: ${this.log}`)))
    })
  }

  /** Ends the process without cleanup, like a power failure. */
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
