import { freeText } from '../shared/ram.ts'

export const description = (parameter: string) => freeText(parameter, 1024)
