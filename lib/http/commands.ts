import type { z } from 'zod'
import type { GrantRequest } from '@/lib/access/grant'
import { dismissAlarm, snoozeAlarm } from '@/lib/commands/alarms'
import { answerEvent } from '@/lib/commands/answers'
import { acceptEventInvitation, declineEventInvitation } from '@/lib/commands/event-invitations'
import { createEvent, deleteEvent, updateEvent } from '@/lib/commands/events'
import { setEventAlarms } from '@/lib/commands/layers'
import { markNotificationsRead } from '@/lib/commands/notifications'
import type { Command } from '@/lib/commands/pipeline/execute'
import { subscribePush } from '@/lib/commands/push'
import { copyEvents, deleteEvents, moveEvents } from '@/lib/commands/selected-events'
import { AppError, ERRORS } from '@/lib/errors'
import { commandRequest } from '@/lib/schemas/commands'
import { parseInput } from '@/lib/schemas/parse-input'
import { actInSession } from './account'
import { act } from './action'
import type { ActionResult } from './action-result'
import { currentUser } from './actor'
import { jsonBody, PRIVATE } from './endpoint'

/**
 * The commands that `/api/commands/<name>` runs. Completing a reminder is an `updateEvent`. `subscribePush` is included
 * because browsers replace a push subscription while no page is open.
 */
const COMMANDS = new Map([
  remote(createEvent),
  remote(updateEvent),
  remote(deleteEvent),
  remote(answerEvent),
  remote(setEventAlarms),
  remote(moveEvents),
  remote(deleteEvents),
  remote(copyEvents),
  remote(snoozeAlarm),
  remote(dismissAlarm),
  remote(acceptEventInvitation),
  remote(declineEventInvitation),
  remote(markNotificationsRead),
  remoteWithSession(subscribePush),
])

/**
 * Runs the command of the path with the input of the body. Responds like a server action, with the HTTP status of the
 * error. A body that names another user than that of the session is refused as signed out: commands that one user left
 * on a device must not run as the next user.
 */
export async function runCommand(
  request: Request,
  { params }: { params: Promise<{ name: string }> },
): Promise<Response> {
  // The request guard has compared this header with our own origin. Browsers always send it with POST.
  if (!request.headers.has('origin')) throw new AppError('FORBIDDEN')
  const run = COMMANDS.get((await params).name)
  if (!run) throw new AppError('NOT_FOUND')
  const { input, key, user } = parseInput(commandRequest, await jsonBody(request))
  const current = await currentUser()
  if (!current || (user && user !== current.id)) throw new AppError('SIGNED_OUT')
  const answer = await run(input, key)
  return Response.json(answer, { status: statusOf(answer), headers: PRIVATE })
}

function statusOf(answer: ActionResult<unknown>): number {
  if (answer.ok) return 200
  return answer.error.code === 'FAULT' ? 500 : ERRORS[answer.error.code]
}

function remote<I extends z.ZodType, O extends z.ZodType, W extends Record<string, GrantRequest | undefined>>(
  command: Command<I, O, W>,
) {
  const run = (input: unknown, key: string): Promise<ActionResult<unknown>> => act(command, input, key)
  return [command.name, run] as const
}

/** Adds the session of the request to the input, in place of one that the client names. */
function remoteWithSession<
  I extends z.ZodType,
  O extends z.ZodType,
  W extends Record<string, GrantRequest | undefined>,
>(command: Command<I, O, W>) {
  const run = (input: unknown, key: string): Promise<ActionResult<unknown>> =>
    input && typeof input === 'object' ? actInSession(command, input, key) : act(command, input, key)
  return [command.name, run] as const
}
