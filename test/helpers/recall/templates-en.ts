import type { ValueName } from './values.ts';

/** What is said, what is asked, and what the value is of: `{v}` is the value, `{s}` the service that it belongs to. */
export type Template = readonly [value: ValueName, said: string, asked: string, label: string];

export interface Phrases {
  user: readonly Template[];
  /** Texts of the assistant. */
  decisions: readonly Template[];
  /** What the user says later: `{l}` is the label, `{o}` the old value. */
  explicit: readonly string[];
  implicit: readonly string[];
  /** Without a fact; `{x}` is an identifier that is not asked for. */
  talk: readonly string[];
  mentions: readonly string[];
  answers: readonly string[];
  openers: readonly string[];
  /** Between two sentences. */
  space: string;
}

export const ENGLISH: Phrases = {
  space: ' ',
  user: [
    [
      'port',
      'Please point the staging proxy of {s} at port {v} from today, because the load balancer forwards nothing else.',
      'Where does the load balancer forward the {s} staging proxy?',
      'staging proxy port of {s}',
    ],
    [
      'limit',
      'In production every {s} worker may hold at most {v} open sessions, anything above that has killed the database twice.',
      'How many sessions may a {s} worker hold in production before the database suffers?',
      'session limit of a {s} worker in production',
    ],
    [
      'percent',
      'Our agreement allows the {s} customers an error budget of {v} percent per quarter, so keep the alerts below it.',
      'How large may the quarter error budget grow, as the {s} customers agreed?',
      'error budget for the {s} customers',
    ],
    [
      'version',
      'The {s} client has to stay compatible with protocol version {v}, older handsets in the field cannot be updated.',
      'Which protocol must the {s} client stay compatible with for handsets in the field?',
      'protocol version of the {s} client',
    ],
    [
      'date',
      'The contract with the {s} vendor ends at midnight before {v} and the migration has to be finished by then.',
      'When does the {s} vendor contract end for the migration?',
      'contract end of the {s} vendor',
    ],
    [
      'money',
      'Finance approved a monthly budget of {v} for the {s} cluster, and nobody may order machines beyond that.',
      'What monthly budget did finance approve, covering the {s} cluster machines?',
      'monthly budget of the {s} cluster',
    ],
    [
      'file',
      'The retry rules of {s} live in {v} and nowhere else, please edit only that file.',
      'Which file holds the retry rules that {s} follows?',
      'file with the retry rules of {s}',
    ],
    [
      'folder',
      'On the old machine the {s} backups were written to {v} every night, we should keep that place.',
      'Where did the old machine keep the {s} backups at night?',
      'backups folder of {s} on the old machine',
    ],
    [
      'commit',
      'The last {s} build that passed the load test was made from commit {v}, compare everything against it.',
      'Which {s} build passed the load test last?',
      '{s} build that passed the load test',
    ],
    [
      'address',
      'The partner sends {s} invoices to {v} and expects a receipt within ten seconds.',
      'Where does the partner send {s} invoices, expecting a receipt?',
      'address for the {s} invoices of the partner',
    ],
    [
      'branch',
      'Do not merge the {s} rewrite into main yet, all reviewers look at the branch {v} until Friday.',
      "Where do the reviewers look at the {s} rewrite before Friday's merge?",
      'branch where reviewers find the {s} rewrite',
    ],
    [
      'host',
      'The {s} replica that lags behind every weekend runs as {v} in the second rack, start the investigation there.',
      'Which {s} replica lags behind every weekend?',
      '{s} replica that lags behind',
    ],
    [
      'library',
      'For the {s} queue we will use {v} instead of the hand-written ring buffer, that discussion is closed.',
      'What replaces the hand-written ring buffer of the {s} queue?',
      'replacement of the ring buffer in the {s} queue',
    ],
    [
      'library',
      'I decided that {s} ships with {v} as its serializer, the measurements of last week leave no doubt.',
      'Which serializer did I decide {s} should ship?',
      'serializer that {s} ships',
    ],
    [
      'option',
      'We start {s} with {v} in every environment from the next deployment, since the default made it swap.',
      'What start option keeps {s} from the swapping that the default caused at deployment?',
      'start option of {s} since that deployment',
    ],
    [
      'code',
      'Since the upgrade the {s} gateway answers some requests with {v} and the customers see an empty page.',
      'Which failure do customers see from the {s} gateway since the upgrade, besides an empty page?',
      'failure code of the {s} gateway',
    ],
    [
      'sentence',
      'The nightly {s} import stopped with the message "{v}" after about two hours, find out why.',
      'What did the nightly {s} import say when it stopped, two hours in?',
      'message of the nightly {s} import',
    ],
    [
      'limit',
      'A call from checkout to {s} must be given up after {v} milliseconds, otherwise the basket page hangs.',
      'How long may checkout wait for {s} before the basket page hangs?',
      'time that checkout waits for {s}',
    ],
    [
      'variable',
      'Operators switch the {s} cache off by setting {v} in the unit file, so that name must not change.',
      'How do operators switch the {s} cache off, by which name?',
      'name by which operators switch the {s} cache',
    ],
    [
      'table',
      'The {s} figures for the board come from {v} and from no other table, whatever the old wiki says.',
      'Which table feeds the {s} figures for the board, despite the old wiki?',
      'table with the {s} board figures',
    ],
    [
      'date',
      'Support for the legacy {s} login will be switched off on {v} at noon, announce it in the changelog.',
      'When will support for the legacy {s} login end, as the changelog announces?',
      'end of the legacy {s} login',
    ],
    [
      'ticket',
      'Everything about the {s} memory leak is collected in ticket {v} where the customer attached two heap dumps.',
      "What collects everything about the {s} memory leak, with the customer's heap dumps?",
      'ticket about the {s} memory leak',
    ],
    [
      'digest',
      'The firmware image for {s} must have the checksum {v} before anybody flashes a device in the field.',
      'What must the {s} firmware image match so that anybody flashes a device?',
      'checksum of the {s} firmware image',
    ],
    [
      'address',
      'Dashboards for {s} moved last month, the on-call people now open {v} first when a pager rings.',
      'Which {s} dashboard do the people on-call look at when the pager rings?',
      'dashboard of {s} for the people with the pager',
    ],
    [
      'bucket',
      'Uploads for {s} larger than a gigabyte go straight into {v} because the proxy cuts them off.',
      'Where do {s} uploads go that exceed a gigabyte, given the proxy cuts them off?',
      'place for {s} uploads above a gigabyte',
    ],
  ],
  decisions: [
    [
      'library',
      'Decision: the {s} parser is built with {v} instead of regular expressions, since nested quotes broke every other attempt.',
      'What builds the {s} parser, given nested quotes broke regular expressions?',
      'base of the {s} parser',
    ],
    [
      'folder',
      'Decision: shared {s} fixtures move to {v} so that both test suites read the same files.',
      'Where do the shared {s} fixtures live that both test suites read?',
      'place of the shared {s} fixtures',
    ],
    [
      'limit',
      'Decision: the {s} pool is capped at {v} connections, which leaves room for the nightly report.',
      'What cap does the {s} pool have, leaving room for the nightly report?',
      'connection cap of the {s} pool',
    ],
    [
      'version',
      'Decision: we pin the {s} runtime to {v} until the regression in its garbage collector is fixed.',
      'Which {s} runtime did we pin because of the garbage collector regression?',
      'pinned runtime of {s}',
    ],
    [
      'branch',
      'Decision: hotfixes for {s} go to {v} first and are merged back every evening.',
      'Where do {s} hotfixes go before they get merged back in the evening?',
      'branch where {s} hotfixes go',
    ],
    [
      'address',
      'Decision: {s} health checks call {v} rather than the start page, which is cached for an hour.',
      'Which target do the {s} health checks have, the start page having been cached?',
      'address of the {s} health checks',
    ],
    [
      'host',
      'Decision: the {s} migration runs on {v} during the night because its disk is the only one large enough.',
      'Where does the {s} migration run at night, for the sake of a large enough disk?',
      'machine of the nightly {s} migration',
    ],
    [
      'option',
      'Decision: {s} is compiled with {v} from now on, as the debug symbols doubled the image.',
      'How do we compile {s}, so that debug symbols no longer double the image?',
      'compiler option of {s} against debug symbols',
    ],
    [
      'date',
      'Decision: the {s} feature flag is removed after {v} whatever the usage figures say then.',
      'When do we remove the {s} feature flag, regardless of the usage figures?',
      'end of the {s} feature flag',
    ],
  ],
  explicit: [
    'Correction about the {l}: use {v}, not {o}.',
    'I was wrong earlier about the {l}, please take {v} instead of {o}.',
    'The {l} has changed: {o} is no longer right, it must be {v} everywhere.',
  ],
  implicit: [
    'Correction: the {l} is {v} now.',
    'One thing I have to take back, the {l} should be {v} please work with that.',
    'Update about the {l}, the team agreed to {v} this morning.',
  ],
  talk: [
    'Go on with the next part and tell me whether anything in the history looks strange to you.',
    'Have another look at the compiler errors, I suspect that half of them have the same cause.',
    'Could you list what is installed and check whether something there is larger than it should be?',
    'Show me the last changes again, I want to understand how the modules depend on each other.',
    'Let us clean up a little, look for files that nobody has touched for a long time.',
    'The job fails again on my machine, please run it and look at the traces from the bottom up.',
    'I have a meeting soon, so please summarise what the logs say about the last weeks.',
    'Keep going, and be careful with everything that the other team still works on.',
  ],
  mentions: [
    'Somebody asked me what {x} is for, have a look at it when you have the time.',
    'While you are there, check whether {x} still matters, I have never heard of it.',
  ],
  answers: [
    'I went through the output. Nothing in it needs a change right away; {x} stands out a little, the rest is as usual.',
    'Done. The listing is longer than expected, mostly because of {x} and what lies around it.',
    'I looked at all of it and found no surprise. If you like I can look more closely at {x} next.',
    'That is finished. I would leave things as they are, and only come back to {x} if it shows up again.',
  ],
  openers: ['', 'Before you go on: ', 'Something you need to know: ', 'By the way: ', 'Good, next point. '],
};
