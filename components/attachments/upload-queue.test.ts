import { describe, expect, it, vi } from 'vitest'
import type { AttachmentLimits } from '@/lib/schemas/attachments'
import type { UploadResult, uploadFile } from './send-file'
import { UploadQueue } from './upload-queue'

const LIMITS: AttachmentLimits = { perEvent: 3, bytes: 1000, bytesPerUser: 10_000, usedBytes: 0 }

const file = (name: string, size = 10) => new File([new Uint8Array(size)], name)

/** Stub of `uploadFile` whose uploads end when the test calls `end`. */
function controlledSender() {
  const pendingUploads: ((result: UploadResult) => void)[] = []
  const send = vi.fn<typeof uploadFile>(
    (_, { signal }) =>
      new Promise((resolve) => {
        pendingUploads.push(resolve)
        signal.addEventListener('abort', () => resolve({ ok: false, error: { code: 'ABORTED' } }))
      }),
  )
  const settle = () => new Promise((resolve) => setTimeout(resolve))
  const end = async (result: UploadResult) => {
    pendingUploads.shift()!(result)
    await settle()
  }
  return { send, settle, end }
}

function queueWith(options: Partial<ConstructorParameters<typeof UploadQueue>[0]> = {}) {
  const sender = controlledSender()
  const queue = new UploadQueue({
    countAttached: () => 0,
    loadLimits: async () => LIMITS,
    send: sender.send,
    ...options,
  })
  return { queue, ...sender }
}

const stored = (draft: string): UploadResult => ({ ok: true, file: draft, attachment: null })

describe('UploadQueue', () => {
  it('sends files one after the other and returns their drafts', async () => {
    const { queue, send, end } = queueWith()
    await queue.add([file('a'), file('b')])
    expect(send).toHaveBeenCalledTimes(1)
    const settled = queue.settled()
    await end(stored('1'))
    expect(send).toHaveBeenCalledTimes(2)
    await end(stored('2'))
    expect(await settled).toEqual(['1', '2'])
  })

  it('refuses files beyond a limit without sending them', async () => {
    const { queue, send } = queueWith({ countAttached: () => 1 })
    await queue.add([file('big', 1001), file('a'), file('b'), file('c')])
    expect(queue.getSnapshot().map(({ file, error }) => [file.name, error])).toEqual([
      ['big', { code: 'too-large', limit: 1000 }],
      ['a', null],
      ['b', null],
      ['c', { code: 'too-many', limit: 3 }],
    ])
    expect(send).toHaveBeenCalledTimes(1)
  })

  it('cancels the file that is being sent and continues with the next', async () => {
    const { queue, send, settle } = queueWith()
    await queue.add([file('a'), file('b')])
    queue.remove(queue.getSnapshot()[0]!.key)
    await settle()
    expect(queue.getSnapshot().map(({ file }) => file.name)).toEqual(['b'])
    expect(send).toHaveBeenCalledTimes(2)
  })

  it('keeps a failed file with the reason, and sends it again on request', async () => {
    const { queue, send, end } = queueWith()
    await queue.add([file('a')])
    await end({ ok: false, error: { code: 'LIMIT_REACHED', data: { what: 'files', limit: 5000 } } })
    expect(queue.getSnapshot()[0]!.error).toEqual({ code: 'quota', limit: 5000 })
    queue.retry(queue.getSnapshot()[0]!.key)
    expect(send).toHaveBeenCalledTimes(2)
    await end({ ok: false, error: { code: 'TOO_LARGE', fields: { file: { code: 'too_large', limit: 25 } } } })
    expect(queue.getSnapshot()[0]!.error).toEqual({ code: 'too-large', limit: 25 * 1024 * 1024 })
  })

  it('removes a file once it is attached to the event', async () => {
    const onAttached = vi.fn()
    const { queue, end } = queueWith({ event: 'e', onAttached })
    await queue.add([file('a')])
    await end(stored('1'))
    expect(queue.getSnapshot()).toEqual([])
    expect(onAttached).toHaveBeenCalledWith('a')
  })
})
