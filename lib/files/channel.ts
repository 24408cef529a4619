import type { MessagePort } from 'node:worker_threads'

/**
 * The messages between a task in a worker thread and the main thread. A port delivers up to a thousand messages before
 * the event loop turns, so a task that sends much waits for each message to be taken.
 */
export type Sent = { started: true } | { body: unknown; wait: boolean }

export interface TaskChannel {
  port: MessagePort
}

/** Tells the main thread that a thread has begun with the task. */
export function sendStarted(port: MessagePort): void {
  port.postMessage({ started: true } satisfies Sent)
}

/** Sends without waiting: for the few messages that say how far a task is. */
export function send(port: MessagePort, body: unknown): void {
  port.postMessage({ body, wait: false } satisfies Sent)
}

/** Sends, and waits until the main thread has taken the message. */
export function sendAndWait(port: MessagePort, body: unknown): Promise<unknown> {
  const taken = new Promise((resolve) => port.once('message', resolve))
  port.postMessage({ body, wait: true } satisfies Sent)
  return taken
}

/** Receives on the main thread what a task sends. */
export function receive(port: MessagePort, on: { started: () => void; body: (body: unknown) => void }): void {
  port.on('message', (sent: Sent) => {
    if ('started' in sent) return on.started()
    on.body(sent.body)
    if (sent.wait) setImmediate(() => port.postMessage(null))
  })
}
