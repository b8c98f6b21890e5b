import { isRecord, VIEW_TO_HOST_MORE } from '@lockstep/contract'
import { answerLater } from '../later-answer.ts'
import { downloadUrlForm } from '../openai-arguments.ts'
import { invalidParams } from '../view-refusal.ts'
import { argumentsOf, type MethodTable } from './method-table.ts'
import { takeArguments } from './take-arguments.ts'

export const FILE_BRIDGE: MethodTable = {
  [VIEW_TO_HOST_MORE.downloadFile]: (actions, { contents }) => {
    if (!Array.isArray(contents) || !contents.every(isRecord)) throw invalidParams('ui/download-file expects { contents }, a list of objects.')
    return answerLater(actions.downloadFiles(contents).then((isSaved) => (isSaved ? {} : { isError: true })))
  },
}

export const FILE_OPENAI: MethodTable = {
  // The page has brought the bytes and put their id in the place of the file.
  'openai/uploadFile': (actions, params) => {
    const [options] = argumentsOf(params)
    const { staged } = params
    if (typeof staged !== 'string') throw invalidParams('uploadFile expects (file, { library? }) with a File.')
    return actions.uploadFile(staged, isRecord(options) && options['library'] === true)
  },
  'openai/selectFiles': (actions) => answerLater(actions.selectFiles().then((value) => ({ value }))),
  'openai/getFileDownloadUrl': (actions, params) => actions.getFileDownloadUrl(takeArguments(actions, params, downloadUrlForm).fileId),
}
