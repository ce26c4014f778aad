# -*- coding: utf-8 -*-

################################################################################
## Form generated from reading UI file 'orders_pane.ui'
##
## Created by: Qt User Interface Compiler version 6.11.3
##
## WARNING! All changes made in this file will be lost when recompiling UI file!
################################################################################

from PySide6.QtCore import (QCoreApplication, QDate, QDateTime, QLocale,
    QMetaObject, QObject, QPoint, QRect,
    QSize, QTime, QUrl, Qt)
from PySide6.QtGui import (QBrush, QColor, QConicalGradient, QCursor,
    QFont, QFontDatabase, QGradient, QIcon,
    QImage, QKeySequence, QLinearGradient, QPainter,
    QPalette, QPixmap, QRadialGradient, QTransform)
from PySide6.QtWidgets import (QApplication, QFrame, QHBoxLayout, QHeaderView,
    QLabel, QSizePolicy, QSpacerItem, QStackedWidget,
    QVBoxLayout, QWidget)

from desktop_oms.ui.widgets.banner import (Banner, EmptyState)
from desktop_oms.ui.widgets.dense_table import DenseTable
from desktop_oms.ui.widgets.keys import KeyButton
from desktop_oms.ui.widgets.search_edit import SearchEdit

class Ui_OrdersPane(object):
    def setupUi(self, OrdersPane):
        if not OrdersPane.objectName():
            OrdersPane.setObjectName(u"OrdersPane")
        OrdersPane.setProperty(u"role", u"bare")
        self.layout1 = QHBoxLayout(OrdersPane)
        self.layout1.setSpacing(8)
        self.layout1.setObjectName(u"layout1")
        self.layout1.setContentsMargins(0, 0, 0, 0)
        self.listPanel = QFrame(OrdersPane)
        self.listPanel.setObjectName(u"listPanel")
        self.listPanel.setProperty(u"role", u"panel")
        self.layout2 = QVBoxLayout(self.listPanel)
        self.layout2.setSpacing(0)
        self.layout2.setObjectName(u"layout2")
        self.layout2.setContentsMargins(0, 1, 0, 1)
        self.paneHead = QFrame(self.listPanel)
        self.paneHead.setObjectName(u"paneHead")
        self.paneHead.setProperty(u"role", u"bare")
        self.paneHead.setMinimumSize(QSize(0, 56))
        self.paneHead.setMaximumSize(QSize(16777215, 56))
        self.layout3 = QHBoxLayout(self.paneHead)
        self.layout3.setSpacing(10)
        self.layout3.setObjectName(u"layout3")
        self.layout3.setContentsMargins(20, 0, 12, 0)
        self.paneTitle = QLabel(self.paneHead)
        self.paneTitle.setObjectName(u"paneTitle")
        self.paneTitle.setTextFormat(Qt.TextFormat.PlainText)
        self.paneTitle.setProperty(u"role", u"title")
        self.paneTitle.setText(u"")

        self.layout3.addWidget(self.paneTitle)

        self.paneSummary = QLabel(self.paneHead)
        self.paneSummary.setObjectName(u"paneSummary")
        self.paneSummary.setTextFormat(Qt.TextFormat.PlainText)
        self.paneSummary.setProperty(u"role", u"third")
        self.paneSummary.setText(u"")

        self.layout3.addWidget(self.paneSummary)

        self.spacer1 = QSpacerItem(20, 1, QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

        self.layout3.addItem(self.spacer1)

        self.importButton = KeyButton(self.paneHead)
        self.importButton.setObjectName(u"importButton")

        self.layout3.addWidget(self.importButton)


        self.layout2.addWidget(self.paneHead)

        self.filterRow = QFrame(self.listPanel)
        self.filterRow.setObjectName(u"filterRow")
        self.filterRow.setProperty(u"role", u"bare")
        self.layout4 = QHBoxLayout(self.filterRow)
        self.layout4.setSpacing(8)
        self.layout4.setObjectName(u"layout4")
        self.layout4.setContentsMargins(20, 0, 16, 8)
        self.filterEdit = SearchEdit(self.filterRow)
        self.filterEdit.setObjectName(u"filterEdit")
        self.filterEdit.setMinimumSize(QSize(180, 0))
        self.filterEdit.setMaximumSize(QSize(280, 16777215))

        self.layout4.addWidget(self.filterEdit)

        self.spacer2 = QSpacerItem(10, 1, QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

        self.layout4.addItem(self.spacer2)


        self.layout2.addWidget(self.filterRow)

        self.paneBanner = Banner(self.listPanel)
        self.paneBanner.setObjectName(u"paneBanner")

        self.layout2.addWidget(self.paneBanner)

        self.headRule = QFrame(self.listPanel)
        self.headRule.setObjectName(u"headRule")
        self.headRule.setProperty(u"role", u"rule")

        self.layout2.addWidget(self.headRule)

        self.listStack = QStackedWidget(self.listPanel)
        self.listStack.setObjectName(u"listStack")
        self.listStack.setProperty(u"role", u"bare")
        self.listPage = QWidget()
        self.listPage.setObjectName(u"listPage")
        self.listPage.setProperty(u"role", u"bare")
        self.layout5 = QVBoxLayout(self.listPage)
        self.layout5.setSpacing(0)
        self.layout5.setObjectName(u"layout5")
        self.layout5.setContentsMargins(1, 0, 1, 0)
        self.ordersTable = DenseTable(self.listPage)
        self.ordersTable.setObjectName(u"ordersTable")

        self.layout5.addWidget(self.ordersTable)

        self.listStack.addWidget(self.listPage)
        self.emptyState = EmptyState()
        self.emptyState.setObjectName(u"emptyState")
        self.listStack.addWidget(self.emptyState)

        self.layout2.addWidget(self.listStack)

        self.footRule = QFrame(self.listPanel)
        self.footRule.setObjectName(u"footRule")
        self.footRule.setProperty(u"role", u"rule")

        self.layout2.addWidget(self.footRule)

        self.tableFoot = QFrame(self.listPanel)
        self.tableFoot.setObjectName(u"tableFoot")
        self.tableFoot.setProperty(u"role", u"bare")
        self.tableFoot.setMinimumSize(QSize(0, 36))
        self.tableFoot.setMaximumSize(QSize(16777215, 36))
        self.layout6 = QHBoxLayout(self.tableFoot)
        self.layout6.setSpacing(0)
        self.layout6.setObjectName(u"layout6")
        self.layout6.setContentsMargins(20, 0, 20, 0)
        self.rowsLabel = QLabel(self.tableFoot)
        self.rowsLabel.setObjectName(u"rowsLabel")
        self.rowsLabel.setTextFormat(Qt.TextFormat.PlainText)
        self.rowsLabel.setProperty(u"role", u"caption")
        self.rowsLabel.setText(u"")

        self.layout6.addWidget(self.rowsLabel)

        self.spacer3 = QSpacerItem(10, 1, QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

        self.layout6.addItem(self.spacer3)

        self.totalsLabel = QLabel(self.tableFoot)
        self.totalsLabel.setObjectName(u"totalsLabel")
        self.totalsLabel.setTextFormat(Qt.TextFormat.PlainText)
        self.totalsLabel.setProperty(u"role", u"caption")
        self.totalsLabel.setText(u"")

        self.layout6.addWidget(self.totalsLabel)


        self.layout2.addWidget(self.tableFoot)

        self.layout2.setStretch(4, 1)

        self.layout1.addWidget(self.listPanel)

        self.drawerHost = QFrame(OrdersPane)
        self.drawerHost.setObjectName(u"drawerHost")
        self.drawerHost.setProperty(u"role", u"bare")
        self.drawerHost.setMinimumSize(QSize(376, 0))
        self.drawerHost.setMaximumSize(QSize(376, 16777215))
        self.drawerLayout = QVBoxLayout(self.drawerHost)
        self.drawerLayout.setSpacing(0)
        self.drawerLayout.setObjectName(u"drawerLayout")
        self.drawerLayout.setContentsMargins(0, 0, 0, 0)

        self.layout1.addWidget(self.drawerHost)

        self.layout1.setStretch(0, 1)

        self.retranslateUi(OrdersPane)

        QMetaObject.connectSlotsByName(OrdersPane)
    # setupUi

    def retranslateUi(self, OrdersPane):
        self.filterEdit.setPlaceholderText(QCoreApplication.translate("OrdersPane", u"pane.filter", None))
        pass
    # retranslateUi

