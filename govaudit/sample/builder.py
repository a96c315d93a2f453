"""Building one site: what all sites have, in the order it is written."""

from __future__ import annotations

from govaudit.sample import interaction, newsroom
from govaudit.sample.parts import a
from govaudit.sample.web import Host
from govaudit.sample.writer import SiteWriter


class SiteBuilder(SiteWriter):
    """Builds one site's hosts. Subclasses give it the look and the service pages of one kind of content system."""

    hall = "办事大厅"
    hall_url = "/bsdt/"
    news_count = 30
    newest_news = 2  # days before the audit's day

    def build(self) -> dict[str, Host]:
        """All hosts of the site with all their pages."""
        menu = [("首页", "/"), ("新闻动态", "/xwdt/"), ("政务公开", "/zwgk/"), (self.hall, self.hall_url)]
        self.menu = [*menu, *self.channels()]
        self.services()
        interaction.write_columns(self)
        self.feedback()
        reports = newsroom.reports(self, self.news_count, self.newest_news)
        newsroom.write_news(self, reports)
        newsroom.write_disclosure(self)
        self.extras()
        self.home(reports)
        self.put_pictures()
        return self.hosts

    def services(self) -> None:
        """The item lists, guides, forms and entries."""

    def extras(self) -> None:
        """Whatever else this kind of site has."""

    def channels(self) -> list[tuple[str, str]]:
        """Menu words of the interaction columns and of the channel for results."""
        return interaction.menu(self)

    def feedback(self) -> None:
        """The channel for results of cases of all items."""
        interaction.write_feedback(self, self.hall)

    def home(self, reports: list[newsroom.Report]) -> None:
        """The home page: news and the way to the hall."""
        lines = "".join(f"<li>{a(report.path, report.title)} {report.day:%m-%d}</li>" for report in reports[:6])
        hall = f"<h2>{self.hall}</h2><p>{a(self.hall_url, '进入' + self.hall)}</p>"
        self.put("/", "首页", f"<h2>新闻动态</h2><ul>{lines}</ul>{hall}")
