// A real mail server for the tests: takes letters, delivers none, and tells what came. Whoever is called «refused@…» has no mailbox,
// «later@…» one that is busy.
//   node end2end/support/smtp-server.mjs [PORT [HTTP_PORT]] [--tls]
// prints «ready PORT» once it listens, and «letter {…}» for each that came: from, to, subject, text and a few headers. With an HTTP
// port `GET /?to=ADDRESS` gives the letters to one address. With --tls it offers STARTTLS, with a certificate that nobody vouches
// for. Ends with its standard input.
import { createServer } from 'node:http';
import { simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';

const [port = 0, httpPort] = process.argv.slice(2).filter((word) => !word.startsWith('--')).map(Number);
const letters = [];

const server = new SMTPServer({
  authOptional: true,
  disabledCommands: process.argv.includes('--tls') ? [] : ['STARTTLS'],
  onRcptTo({ address }, _session, done) {
    const said = { 'refused@': [550, '5.1.1'], 'later@': [451, '4.3.0'] }[address.replace(/[^@]*$/, '')];
    if (!said) return done();
    // As real ones do, it names the address.
    done(Object.assign(new Error(`${said[1]} <${address}> not now`), { responseCode: said[0] }));
  },
  onData(stream, session, done) {
    simpleParser(stream).then((letter) => {
      letters.push({
        from: letter.from?.text,
        to: session.envelope.rcptTo.map(({ address }) => address),
        subject: letter.subject,
        text: letter.text,
        auto: letter.headers.get('auto-submitted'),
        id: letter.messageId,
        date: letter.date,
      });
      console.log(`letter ${JSON.stringify(letters.at(-1))}`);
      done();
    }, done);
  },
});
server.on('error', (error) => console.error(error.message));
await new Promise((listening) => server.listen(port, '127.0.0.1', listening));

if (httpPort) {
  const inbox = createServer((request, response) => {
    const to = new URL(request.url, 'http://localhost').searchParams.get('to');
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(letters.filter((letter) => letter.to.includes(to))));
  });
  await new Promise((listening) => inbox.listen(httpPort, '127.0.0.1', listening));
}
console.log(`ready ${server.server.address().port}`);
process.stdin.resume();
process.stdin.on('end', () => process.exit(0));
