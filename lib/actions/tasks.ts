'use server'

import * as duties from '@/lib/commands/duties'
import * as claims from '@/lib/commands/task-claims'
import * as lists from '@/lib/commands/task-lists'
import * as tasks from '@/lib/commands/tasks'
import { act, type InputOf } from '@/lib/http/action'

export async function createTaskList(input: InputOf<typeof lists.createTaskList>, key?: string) {
  return act(lists.createTaskList, input, key)
}

export async function openTaskList(input: InputOf<typeof lists.openTaskList>, key?: string) {
  return act(lists.openTaskList, input, key)
}

export async function renameTaskList(input: InputOf<typeof lists.renameTaskList>, key?: string) {
  return act(lists.renameTaskList, input, key)
}

export async function moveTaskList(input: InputOf<typeof lists.moveTaskList>, key?: string) {
  return act(lists.moveTaskList, input, key)
}

export async function deleteTaskList(input: InputOf<typeof lists.deleteTaskList>, key?: string) {
  return act(lists.deleteTaskList, input, key)
}

export async function restoreTaskList(input: InputOf<typeof lists.restoreTaskList>, key?: string) {
  return act(lists.restoreTaskList, input, key)
}

export async function addTasks(input: InputOf<typeof tasks.addTasks>, key?: string) {
  return act(tasks.addTasks, input, key)
}

export async function updateTask(input: InputOf<typeof tasks.updateTask>, key?: string) {
  return act(tasks.updateTask, input, key)
}

export async function setTaskStatus(input: InputOf<typeof tasks.setTaskStatus>, key?: string) {
  return act(tasks.setTaskStatus, input, key)
}

export async function moveTask(input: InputOf<typeof tasks.moveTask>, key?: string) {
  return act(tasks.moveTask, input, key)
}

export async function deleteTasks(input: InputOf<typeof tasks.deleteTasks>, key?: string) {
  return act(tasks.deleteTasks, input, key)
}

export async function claimTask(input: InputOf<typeof claims.claimTask>, key?: string) {
  return act(claims.claimTask, input, key)
}

export async function releaseTask(input: InputOf<typeof claims.releaseTask>, key?: string) {
  return act(claims.releaseTask, input, key)
}

export async function claimDuty(input: InputOf<typeof duties.claimDuty>, key?: string) {
  return act(duties.claimDuty, input, key)
}

export async function releaseDuty(input: InputOf<typeof duties.releaseDuty>, key?: string) {
  return act(duties.releaseDuty, input, key)
}

export async function handOverDuty(input: InputOf<typeof duties.handOverDuty>, key?: string) {
  return act(duties.handOverDuty, input, key)
}

export async function answerHandOver(input: InputOf<typeof duties.answerHandOver>, key?: string) {
  return act(duties.answerHandOver, input, key)
}

export async function acknowledgeDuty(input: InputOf<typeof duties.acknowledgeDuty>, key?: string) {
  return act(duties.acknowledgeDuty, input, key)
}
