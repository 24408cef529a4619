'use server'

import * as instance from '@/lib/commands/instance'
import { actSafely } from '@/lib/http/account'
import { act } from '@/lib/http/action'

export async function updateInstance(input: unknown) {
  return act(instance.updateInstance, input)
}

export async function suspendUser(input: unknown) {
  return act(instance.suspendUser, input)
}

export async function unsuspendUser(input: unknown) {
  return act(instance.unsuspendUser, input)
}

export async function endSessions(input: unknown) {
  return act(instance.endSessions, input)
}

export async function sendResetLink(input: unknown) {
  return actSafely(instance.sendResetLink, input, 60)
}

export async function setInstanceAdmin(input: unknown) {
  return act(instance.setInstanceAdmin, input)
}

export async function withdrawInvitation(input: unknown) {
  return act(instance.withdrawInvitation, input)
}

export async function retryJob(input: unknown) {
  return act(instance.retryJob, input)
}

export async function releaseJob(input: unknown) {
  return act(instance.releaseJob, input)
}

export async function dropJob(input: unknown) {
  return act(instance.dropJob, input)
}

export async function retryDelivery(input: unknown) {
  return act(instance.retryDelivery, input)
}
