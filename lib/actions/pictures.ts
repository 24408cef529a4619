'use server'

import * as pictures from '@/lib/commands/pictures'
import { act, type InputOf } from '@/lib/http/action'

export async function removePicture(input: InputOf<typeof pictures.removePicture>) {
  return act(pictures.removePicture, input)
}
