import { operation } from '../../../../operations/operation.ts'
import { about, ram } from '../shared/service.ts'
import { loginCodes, noDevice, noLogin, whoseLogin, withoutLogin } from './request.ts'

export const deleteLoginProfile = operation({
  ...about('DeleteLoginProfile', ram, 'user/{UserName}'),
  summary: 'Says that a user does not log in to a console.',
  effect: 'read',
  request: whoseLogin,
  response: {},
  errors: { 'user-not-found': true, 'login-not-found': noLogin },
  endsIn: 'login-not-found',
  documented: [...loginCodes, 'EntityNotExist.User.LoginProfile'],
  run: withoutLogin,
})

export const unbindMFADevice = operation({
  ...about('UnbindMFADevice', ram, 'user/{UserName}'),
  summary: 'Says that a user has no device for logging in to a console.',
  effect: 'read',
  request: whoseLogin,
  response: {},
  errors: { 'user-not-found': true, 'login-not-found': noDevice },
  endsIn: 'login-not-found',
  documented: [...loginCodes, 'EntityNotExist.User.MFADevice'],
  run: withoutLogin,
})
