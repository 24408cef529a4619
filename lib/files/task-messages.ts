import type { MessagePort } from 'node:worker_threads'

/**
 * A message of a task in a worker thread to the main thread. A port delivers up to a thousand messages before the event
 * loop continues, so a task that sends large messages waits until each is handled.
 */
export type TaskMessage = { started: true } | { body: unknown; wait: boolean }

export interface TaskPort {
  port: MessagePort
}

/** Tells the main thread that the task has started. */
export function sendStarted(port: MessagePort): void {
  port.postMessage({ started: true } satisfies TaskMessage)
}

/** Sends a message without waiting, such as progress, which is reported rarely. */
export function send(port: MessagePort, body: unknown): void {
  port.postMessage({ body, wait: false } satisfies TaskMessage)
}

/** Sends a message and waits until the main thread has handled it. */
export function sendAndWait(port: MessagePort, body: unknown): Promise<unknown> {
  const handled = new Promise((resolve) => port.once('message', resolve))
  port.postMessage({ body, wait: true } satisfies TaskMessage)
  return handled
}

/** Calls the handlers for the messages of a task, on the main thread. */
export function receive(
  port: MessagePort,
  handlers: { started: () => void; body: (body: unknown) => void },
): void {
  port.on('message', (message: TaskMessage) => {
    if ('started' in message) return handlers.started()
    handlers.body(message.body)
    if (message.wait) setImmediate(() => port.postMessage(null))
  })
}
