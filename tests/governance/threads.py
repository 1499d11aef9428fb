"""Several people who act at the same moment, each by a connection of their own."""

from threading import Barrier, Thread

from django.db import connections

from core.errors import DomainError


def at_once(*tasks):
    """Run tasks in threads that begin together; return what they failed with."""
    barrier, failures = Barrier(len(tasks)), []

    def run(task):
        barrier.wait()
        try:
            task()
        except DomainError as error:
            failures.append(error)
        finally:
            connections.close_all()

    threads = [Thread(target=run, args=[task]) for task in tasks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return failures
