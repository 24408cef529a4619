import { send, sendStarted, type TaskPort } from './task-messages'

/** Loops forever, fills the memory or never returns, depending on `how`; returns any other `how`. */
export default async function misbehave({ port, how }: TaskPort & { how: string }): Promise<string> {
  sendStarted(port)
  send(port, how)
  const allocated: unknown[] = []
  if (how === 'loop') for (;;);
  if (how === 'memory') for (;;) allocated.push(new Array(1_000_000).fill(allocated))
  if (how === 'hang') await new Promise(() => setInterval(() => {}, 1000))
  port.close()
  return how
}
