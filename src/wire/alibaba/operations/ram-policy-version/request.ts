import { required } from '../../../../operations/field.ts'
import { formatted } from '../shared/ram.ts'

export const versionId = formatted('VersionId', '"v" and a number', /^v[1-9]\d{0,8}$/, ['v1', 'v2'])

export const namedVersion = { VersionId: required(versionId) }
