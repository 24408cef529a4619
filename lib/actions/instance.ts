'use server'

import * as instance from '@/lib/commands/instance'
import * as jobQueue from '@/lib/commands/job-queue'
import { actWithLimit } from '@/lib/http/account'
import { act, type InputOf } from '@/lib/http/action'

export async function updateInstance(input: InputOf<typeof instance.updateInstance>) {
  return act(instance.updateInstance, input)
}

export async function suspendUser(input: InputOf<typeof instance.suspendUser>) {
  return act(instance.suspendUser, input)
}

export async function unsuspendUser(input: InputOf<typeof instance.unsuspendUser>) {
  return act(instance.unsuspendUser, input)
}

export async function endSessions(input: InputOf<typeof instance.endSessions>) {
  return act(instance.endSessions, input)
}

export async function sendResetLink(input: InputOf<typeof instance.sendResetLink>) {
  return actWithLimit(instance.sendResetLink, input, 60)
}

export async function setInstanceAdmin(input: InputOf<typeof instance.setInstanceAdmin>) {
  return act(instance.setInstanceAdmin, input)
}

export async function withdrawInvitation(input: InputOf<typeof instance.withdrawInvitation>) {
  return act(instance.withdrawInvitation, input)
}

export async function retryJob(input: InputOf<typeof jobQueue.retryJob>) {
  return act(jobQueue.retryJob, input)
}

export async function releaseJob(input: InputOf<typeof jobQueue.releaseJob>) {
  return act(jobQueue.releaseJob, input)
}

export async function dropJob(input: InputOf<typeof jobQueue.dropJob>) {
  return act(jobQueue.dropJob, input)
}

export async function retryDelivery(input: InputOf<typeof jobQueue.retryDelivery>) {
  return act(jobQueue.retryDelivery, input)
}

export async function resendReminder(input: InputOf<typeof jobQueue.resendReminder>) {
  return act(jobQueue.resendReminder, input)
}
