import { send, sendStarted, type TaskPort } from './task-messages'

/** A task that misbehaves as a test asks for. */
export default async function misbehave({ port, how }: TaskPort & { how: string }): Promise<string> {
  sendStarted(port)
  send(port, how)
  const kept: unknown[] = []
  if (how === 'loop') for (;;);
  if (how === 'memory') for (;;) kept.push(new Array(1_000_000).fill(kept))
  if (how === 'hang') await new Promise(() => setInterval(() => {}, 1000))
  port.close()
  return how
}
