'use server'

import * as alarms from '@/lib/commands/alarms'
import * as defaults from '@/lib/commands/default-alarms'
import { act, type InputOf } from '@/lib/http/action'

export async function setDefaultAlarms(input: InputOf<typeof defaults.setDefaultAlarms>, key?: string) {
  return act(defaults.setDefaultAlarms, input, key)
}

export async function setUserDefaultAlarms(
  input: InputOf<typeof defaults.setUserDefaultAlarms>,
  key?: string,
) {
  return act(defaults.setUserDefaultAlarms, input, key)
}

export async function snoozeAlarm(input: InputOf<typeof alarms.snoozeAlarm>, key?: string) {
  return act(alarms.snoozeAlarm, input, key)
}

export async function dismissAlarm(input: InputOf<typeof alarms.dismissAlarm>, key?: string) {
  return act(alarms.dismissAlarm, input, key)
}
