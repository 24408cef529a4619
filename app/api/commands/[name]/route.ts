import { runCommand } from '@/lib/http/commands'
import { endpoint } from '@/lib/http/endpoint'

/**
 * Runs a command for the signed-in user. Used where server actions cannot be: by the outbox of offline changes, whose
 * entries outlive a build, and by the buttons of push notifications.
 */
export const POST = endpoint(runCommand)
