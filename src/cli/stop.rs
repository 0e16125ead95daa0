//! Ctrl-C and SIGTERM: a run ends in order.
//!
//! The first of them is only noted. The run looks for it before it takes more pages, finishes those it has
//! begun and says how far it came. The second ends the program at once, and does no harm either: nothing
//! stands half in its place (see `home`).

use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::flag;
use std::io::{self, Cursor, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::thread;
use std::time::Duration;

/// Whether the run is to stop. Clones are the same.
#[derive(Clone, Debug, Default)]
pub(crate) struct Stop {
    /// The number of the signal; 0 while there is none.
    signal: Arc<AtomicUsize>,
}

/// What stopped a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Signal {
    /// SIGINT.
    CtrlC,
    /// SIGTERM.
    Terminate,
}

impl Signal {
    /// The exit status, by which shells know what happened.
    pub(crate) fn status(self) -> u8 {
        match self {
            Signal::CtrlC => 130,
            Signal::Terminate => 143,
        }
    }

    /// What it is called.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Signal::CtrlC => "Ctrl-C",
            Signal::Terminate => "SIGTERM",
        }
    }
}

impl Stop {
    /// Notes signals from now on. Where the system does not let us, they end the program at once.
    pub(crate) fn listen() -> Self {
        let stop = Stop::default();
        let again = Arc::new(AtomicBool::new(false));
        for (number, signal) in [(SIGINT, Signal::CtrlC), (SIGTERM, Signal::Terminate)] {
            // What is done at a signal is done in this order: the second one finds the mark of the first.
            let status = i32::from(signal.status());
            let _ = flag::register_conditional_shutdown(number, status, Arc::clone(&again))
                .and_then(|_| flag::register(number, Arc::clone(&again)))
                .and_then(|_| {
                    let noted = usize::from(signal.status());
                    flag::register_usize(number, Arc::clone(&stop.signal), noted)
                });
        }
        stop
    }

    /// The signal that asked for it.
    pub(crate) fn asked(&self) -> Option<Signal> {
        let noted = self.signal.load(Ordering::SeqCst);
        let signals = [Signal::CtrlC, Signal::Terminate];
        signals
            .into_iter()
            .find(|s| usize::from(s.status()) == noted)
    }

    /// Standard input, which ends when the run is to stop: a pipe or somebody at a keyboard may let it wait.
    pub(crate) fn stdin(&self) -> Box<dyn Read + Send> {
        let (send, pieces) = mpsc::sync_channel(2);
        let reader = thread::Builder::new().spawn(move || {
            loop {
                let mut piece = vec![0; PIECE];
                let read = io::stdin().read(&mut piece);
                let more = read.as_ref().is_ok_and(|&n| n > 0);
                let read = read.map(|n| {
                    piece.truncate(n);
                    piece
                });
                if send.send(read).is_err() || !more {
                    return;
                }
            }
        });
        match reader {
            Ok(_) => Box::new(Input {
                pieces,
                piece: Cursor::default(),
                stop: self.clone(),
            }),
            // Where no more threads can be had, it must be waited for.
            Err(_) => Box::new(io::stdin()),
        }
    }
}

/// So much of standard input is read at a time, in bytes.
const PIECE: usize = 1 << 16;

/// So often a reader that has to wait looks whether the run is to stop.
const LOOK: Duration = Duration::from_millis(50);

/// Standard input, read by another thread.
struct Input {
    pieces: Receiver<io::Result<Vec<u8>>>,
    piece: Cursor<Vec<u8>>,
    stop: Stop,
}

impl Read for Input {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            let read = self.piece.read(buffer)?;
            if read > 0 || buffer.is_empty() {
                return Ok(read);
            }
            match self.pieces.recv_timeout(LOOK) {
                Ok(piece) => self.piece = Cursor::new(piece?),
                Err(RecvTimeoutError::Timeout) if self.stop.asked().is_none() => {}
                Err(_) => return Ok(0),
            }
        }
    }
}
