'use server'

import * as layers from '@/lib/commands/layers'
import { act, type InputOf } from '@/lib/http/action'

export async function setLayer(input: InputOf<typeof layers.setLayer>, key?: string) {
  return act(layers.setLayer, input, key)
}

export async function setEventAlarms(input: InputOf<typeof layers.setEventAlarms>, key?: string) {
  return act(layers.setEventAlarms, input, key)
}
